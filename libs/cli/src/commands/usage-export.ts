import { createWriteStream } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';

import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';
import { UsageError } from '../usage-error';
import { closedChoice } from './closed-choice';
import { periodOf, periodOptions } from './period-options';

export const exportUsage: Command = {
  name: 'usage export',
  summary: 'Save the ledger of a span of time as a file',
  options: {
    format: { type: 'string', value: 'csv|jsonl', description: 'kind of file (else jsonl)' },
    out: { type: 'string', value: '<file>', description: 'where to; needed' },
    ...periodOptions,
  },
  async run(invocation) {
    const format = closedChoice('--format', invocation.text('format'), ['csv', 'jsonl'] as const) ?? 'jsonl';
    const out = invocation.text('out');
    if (out === undefined) throw new UsageError('Say with --out which file to write.', exportUsage.name);
    const file = resolve(out);
    // As it comes, however much it is.
    const body = await invocation.client.exportLedger({ ...periodOf(invocation), format }, { parseAs: 'stream' });
    const written = createWriteStream(file);
    await pipeline(Readable.fromWeb(body as unknown as ReadableStream), written);
    invocation.output.show({ file, bytes: written.bytesWritten }, () => [`${written.bytesWritten} bytes in ${file}`]);
    return EXIT_CODES.ok;
  },
};

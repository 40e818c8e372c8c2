import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';

import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';
import { UsageError } from '../usage-error';
import { idempotencyKeyOf, idempotencyKeyOption } from './idempotency-key-option';
import { uploadLines } from './upload-lines';

export const uploadFile: Command = {
  name: 'upload',
  summary: 'Upload a file; it may be used once the scanner has found nothing',
  arguments: ['file'],
  options: idempotencyKeyOption,
  async run(invocation) {
    const path = invocation.requiredArgument('file');
    const bytes = await readFile(resolve(path)).catch(() => {
      throw new UsageError(`${path} cannot be read: check the path.`, uploadFile.name);
    });
    const file = new File([bytes], basename(path));
    const upload = await invocation.client.uploadFile({ file, ...idempotencyKeyOf(invocation) });
    invocation.output.show(upload, () => uploadLines(upload));
    return EXIT_CODES.ok;
  },
};

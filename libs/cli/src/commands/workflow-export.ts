import { open, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';

import { checkedLines } from '../bundle/bundle-lines';
import { fetchBundle } from '../bundle/open-bundle';
import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';

export const exportWorkflow: Command = {
  name: 'workflow export',
  summary: 'Save all a run consists of as one file, checked by checksum',
  arguments: ['workflow-id'],
  options: {
    output: { type: 'string', short: 'o', value: '<file>', description: 'else <workflow-id>.botarmy-run.jsonl, here' },
  },
  async run({ requiredArgument, text, client, output }) {
    const workflowId = requiredArgument('workflow-id');
    const file = resolve(text('output') ?? `${workflowId.replace(/\W/g, '_')}.botarmy-run.jsonl`);
    const lines = await save(file, checkedLines(fetchBundle(client, workflowId)));
    output.show({ file, lines }, () => [`${lines} lines in ${file}`]);
    return EXIT_CODES.ok;
  },
};

/** Nothing stands under the file's name before all of it has arrived unharmed. */
async function save(file: string, lines: AsyncIterable<string>): Promise<number> {
  const part = `${file}.part`;
  const target = await open(part, 'w');
  let count = 0;
  try {
    for await (const line of lines) {
      await target.appendFile(`${line}\n`);
      count += 1;
    }
    await target.close();
    await rename(part, file);
  } catch (error) {
    await target.close().catch(() => undefined);
    await rm(part, { force: true });
    throw error;
  }
  return count;
}

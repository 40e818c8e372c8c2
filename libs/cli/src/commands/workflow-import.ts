import { BundleReader } from '@botarmy/process-engine';
import type { BotArmyClient } from '@botarmy/sdk';

import { readBundle } from '../bundle/open-bundle';
import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';

/** Bytes of lines in one request. */
const PART_BYTES = 262_144;
/** Lines of one request at most. */
const MOST_LINES = 1_000;

export const importWorkflow: Command = {
  name: 'workflow import',
  summary: 'Bring a run from elsewhere: it becomes a finished workflow that can be looked at, replayed and forked',
  arguments: ['bundle'],
  async run({ requiredArgument, client, output }) {
    const file = requiredArgument('bundle');
    // What is not sound is not sent.
    const reader = new BundleReader();
    for await (const line of readBundle(file)) reader.push(line);
    const { header } = reader.end();
    const reply = await send(client, readBundle(file));
    output.show(reply, () => [`Workflow ${reply.workflow_id ?? ''} is the run ${header.workflow_id}.`]);
    return EXIT_CODES.ok;
  },
};

type Reply = NonNullable<Awaited<ReturnType<BotArmyClient['importWorkflow']>>>;

async function send(client: BotArmyClient, lines: AsyncIterable<string>): Promise<Reply> {
  let known: { import_id?: string; from_line: number } = { from_line: 0 };
  let part: string[] = [];
  let bytes = 0;
  const flush = async (): Promise<Reply> => {
    const reply = await client.importWorkflow({ ...known, lines: part });
    known = { import_id: reply.import_id, from_line: reply.received };
    part = [];
    bytes = 0;
    return reply;
  };
  for await (const line of lines) {
    const size = Buffer.byteLength(JSON.stringify(line));
    if (part.length > 0 && (bytes + size > PART_BYTES || part.length === MOST_LINES)) await flush();
    part.push(line);
    bytes += size;
  }
  return flush();
}

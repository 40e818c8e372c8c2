import { createReadStream } from 'node:fs';

import type { BotArmyClient } from '@botarmy/sdk';

import { linesOfBytes } from './bundle-lines';

/** True for text that can be the id of a workflow. */
export function isWorkflowId(text: string): boolean {
  return /^wf_[a-z2-7]{26}$/.test(text);
}

/** The lines of a workflow's bundle, as the server sends them. */
export async function* fetchBundle(client: BotArmyClient, workflow_id: string): AsyncGenerator<string> {
  const body = (await client.exportWorkflow({ workflow_id }, { parseAs: 'stream' })) as unknown;
  yield* linesOfBytes(body as AsyncIterable<Uint8Array>);
}

/** The lines of a bundle in a file. @throws {Error} when it cannot be read. */
export async function* readBundle(file: string): AsyncGenerator<string> {
  yield* linesOfBytes(createReadStream(file));
}

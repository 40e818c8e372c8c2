import { assertPayload, executeAgentTask, InvalidPayloadError } from '@botarmy/contracts';
import type { ExecuteAgentTask } from '@botarmy/contracts';
import type { RawMessage } from '@botarmy/messaging';

/** The agent task in a message, or undefined when it holds none. */
export function readableTask({ text, encoding }: RawMessage): ExecuteAgentTask | undefined {
  if (encoding !== 'utf8') return undefined;
  try {
    const payload: unknown = JSON.parse(text);
    assertPayload(executeAgentTask.payload, payload);
    return payload;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof InvalidPayloadError) return undefined;
    throw error;
  }
}

import { textTurn } from '../providers/provider-request.fixture';
import type { Prompt } from './prompt';

/** A prompt with the changes of a test. */
export function promptWith(changes: Partial<Prompt> = {}): Prompt {
  return {
    messages: [textTurn('user', 'What does a plant need?')],
    tools: [],
    output: { kind: 'text' },
    stop: [],
    maxOutputTokens: 1_000,
    idempotencyKey: 'k',
    ...changes,
  };
}

import type { TokenUsage } from '../models/model';
import type { PromptMessage } from './prompt-part';
import { textOf } from './prompt-part';
import type { ProviderPiece } from './provider';
import { ProviderFailure } from './provider-failure';

/** A vector as a provider sends it: numbers, or base64 of little-endian 32-bit floats. */
export type SentVector = readonly number[] | string;

/** The texts a vector is asked for. */
export function textsToEmbed(messages: readonly PromptMessage[]): string[] {
  return messages.map(({ parts }) => textOf(parts));
}

/**
 * The vectors as an answer: its text is a JSON list of base64 texts.
 *
 * @throws {ProviderFailure} `malformed-answer` when there is not one vector of numbers per text.
 */
export function* embeddingAnswer(
  vectors: readonly SentVector[],
  count: number,
  usage: TokenUsage | undefined,
  rawUsage: Readonly<Record<string, unknown>> | undefined,
): Generator<ProviderPiece> {
  if (vectors.length !== count) throw new ProviderFailure('malformed-answer');
  yield { kind: 'text', text: JSON.stringify(vectors.map(base64Of)) };
  const end = { finishReason: 'stop', rawFinishReason: 'stop', reasoning: [], toolCalls: [] } as const;
  yield { kind: 'end', ...end, usage, rawUsage };
}

/** The vectors of such an answer. */
export function vectorsOf(text: string): string[] {
  return JSON.parse(text) as string[];
}

function base64Of(vector: SentVector): string {
  if (typeof vector === 'string') {
    const isWhole = vector.length > 0 && Buffer.byteLength(vector, 'base64') % Float32Array.BYTES_PER_ELEMENT === 0;
    if (!isWhole) throw new ProviderFailure('malformed-answer');
    return vector;
  }
  const isVector = Array.isArray(vector) && vector.length > 0 && vector.every((value) => Number.isFinite(value));
  if (!isVector) throw new ProviderFailure('malformed-answer');
  const bytes = Buffer.alloc(vector.length * Float32Array.BYTES_PER_ELEMENT);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * Float32Array.BYTES_PER_ELEMENT);
  return bytes.toString('base64');
}

import type { ChatCompletionChunk } from 'openai/resources/chat/completions';

import type { TokenUsage } from '../../models/model';
import type { ProviderPiece } from '../provider';
import { ProviderFailure } from '../provider-failure';
import { convertUsage } from './convert-usage';
import { mapFinishReason } from './map-finish-reason';

/** Reads a stream of chunks. Usage follows the chunk with the finish reason, so the end is known only when the stream ends. */
export async function* readStream(chunks: AsyncIterable<ChatCompletionChunk>): AsyncGenerator<ProviderPiece> {
  let rawFinishReason: string | undefined;
  let usage: TokenUsage | undefined;
  for await (const chunk of chunks) {
    if (!Array.isArray(chunk.choices)) throw new ProviderFailure('malformed-answer');
    const [choice] = chunk.choices;
    const text = choice?.delta?.content;
    yield text ? { kind: 'text', text } : { kind: 'alive' };
    if (choice?.finish_reason) rawFinishReason = choice.finish_reason;
    if (chunk.usage) usage = convertUsage(chunk.usage);
  }
  if (rawFinishReason === undefined) throw new ProviderFailure('incomplete-answer');
  yield { kind: 'end', finishReason: mapFinishReason(rawFinishReason), rawFinishReason, usage };
}

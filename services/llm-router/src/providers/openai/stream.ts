import type { ChatCompletionChunk } from 'openai/resources/chat/completions';

import type { TokenUsage } from '../../models/model';
import type { ProviderPiece } from '../provider';
import { ProviderFailure } from '../provider-failure';
import { rawRecordOf } from '../raw-record';
import { convertUsage } from './convert-usage';
import { mapFinishReason } from './map-finish-reason';
import { ToolCallPieces } from './tool-call-pieces';

/** Compatible servers such as vLLM send what the model thinks in a field of their own. */
type Delta = ChatCompletionChunk.Choice.Delta & { readonly reasoning_content?: string | null };

/** Reads a stream of chunks. Usage follows the chunk with the finish reason, so the end is known only when the stream ends. */
export async function* readStream(chunks: AsyncIterable<ChatCompletionChunk>): AsyncGenerator<ProviderPiece> {
  let rawFinishReason: string | undefined;
  let usage: TokenUsage | undefined;
  let rawUsage: Record<string, unknown> | undefined;
  let thoughts = '';
  const toolCalls = new ToolCallPieces();
  for await (const chunk of chunks) {
    if (!Array.isArray(chunk.choices)) throw new ProviderFailure('malformed-answer');
    const [choice] = chunk.choices;
    const delta = choice?.delta as Delta | undefined;
    const thought = delta?.reasoning_content ?? '';
    thoughts += thought;
    // A refusal is the model's text in another field.
    const text = delta?.content || delta?.refusal;
    const added = (delta?.tool_calls ?? []).reduce((sum, call) => sum + toolCalls.add(call), thought.length);
    yield text ? { kind: 'text', text } : { kind: 'alive', characters: added };
    if (choice?.finish_reason) rawFinishReason = choice.finish_reason;
    if (chunk.usage) {
      usage = convertUsage(chunk.usage);
      rawUsage = rawRecordOf(chunk.usage);
    }
  }
  if (rawFinishReason === undefined) throw new ProviderFailure('incomplete-answer');
  yield {
    kind: 'end',
    finishReason: mapFinishReason(rawFinishReason),
    rawFinishReason,
    usage,
    rawUsage,
    reasoning: thoughts === '' ? [] : [{ type: 'reasoning', text: thoughts }],
    toolCalls: toolCalls.whole(),
  };
}

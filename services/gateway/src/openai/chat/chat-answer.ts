import type { CompleteModelCallV2Reply, ModelPart, ModelTokenUsage } from '@botarmy/contracts';

/** A tool call in OpenAI's form. */
export interface ChatToolCall {
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}

/** A finished answer in OpenAI's form. */
export function chatCompletionOf(reply: CompleteModelCallV2Reply, createdS: number): object {
  const { call_id, text, tool_calls, usage } = reply;
  const calls = tool_calls.map(toolCallOf);
  return {
    id: completionId(call_id),
    object: 'chat.completion',
    created: createdS,
    model: usage.model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: text === '' && calls.length > 0 ? null : text,
          refusal: null,
          ...(calls.length === 0 ? {} : { tool_calls: calls }),
        },
        logprobs: null,
        finish_reason: finishReasonOf(reply),
      },
    ],
    usage: chatUsageOf(usage),
    service_tier: 'default',
  };
}

/** The id of an answer; the call's own id is in it. */
export function completionId(callId: string): string {
  return `chatcmpl-${callId}`;
}

/** A call of a tool as the caller has to send it back. */
export function toolCallOf({ call_id = '', name = '', arguments: text = '' }: ModelPart): ChatToolCall {
  return { id: call_id, type: 'function', function: { name, arguments: text } };
}

/** Why the answer ended. */
export function finishReasonOf({ finish_reason }: CompleteModelCallV2Reply): string {
  return finish_reason === 'other' ? 'stop' : finish_reason;
}

/** Tokens by OpenAI's classes: cached input is part of the input, reasoning part of the output. */
export function chatUsageOf(usage: ModelTokenUsage): object {
  const prompt_tokens = usage.input_tokens + usage.cache_read_tokens + usage.cache_write_tokens;
  const completion_tokens = usage.output_tokens + usage.reasoning_tokens;
  return {
    prompt_tokens,
    completion_tokens,
    total_tokens: prompt_tokens + completion_tokens,
    prompt_tokens_details: { cached_tokens: usage.cache_read_tokens, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: usage.reasoning_tokens,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

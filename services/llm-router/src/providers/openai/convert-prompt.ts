import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions';

import type { ProviderRequest } from '../provider';

/** The request in the words of chat completions. */
export function convertPrompt(request: ProviderRequest): ChatCompletionCreateParamsStreaming {
  return {
    ...request.options,
    model: request.model,
    messages: request.messages.map(({ role, content }) => ({ role, content })),
    max_completion_tokens: request.maxOutputTokens,
    ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
    stream: true,
    stream_options: { include_usage: true },
  };
}

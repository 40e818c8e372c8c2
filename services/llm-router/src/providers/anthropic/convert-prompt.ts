import type { MessageCreateParamsStreaming } from '@anthropic-ai/sdk/resources/messages';

import { joinSystem } from '../join-system';
import type { ProviderRequest } from '../provider';

/** Anthropic's scale ends where others go on. */
const HIGHEST_TEMPERATURE = 1;

/** The request in the words of the messages API. */
export function convertPrompt(request: ProviderRequest): MessageCreateParamsStreaming {
  const { system, turns } = joinSystem(request.messages);
  const { temperature } = request;
  return {
    ...request.options,
    model: request.model,
    max_tokens: request.maxOutputTokens,
    messages: turns,
    ...(system === undefined ? {} : { system }),
    // Only older models take it, and the package no longer lists it.
    ...(temperature === undefined ? {} : { temperature: Math.min(temperature, HIGHEST_TEMPERATURE) }),
    stream: true,
  };
}

import type { MessageCreateParamsStreaming } from '@anthropic-ai/sdk/resources/messages';

import { joinSystem } from '../join-system';
import type { ProviderRequest } from '../provider';
import { convertTurn } from './convert-content';
import { prepareTools } from './prepare-tools';

/** Anthropic's scale ends where others go on. */
const HIGHEST_TEMPERATURE = 1;

/** The request in the words of the messages API. */
export function convertPrompt(request: ProviderRequest): MessageCreateParamsStreaming {
  const { system, turns } = joinSystem(request.messages);
  const { temperature, topP, stop } = request;
  return {
    ...request.options,
    ...thinkingOf(request),
    model: request.model,
    max_tokens: request.maxOutputTokens,
    messages: turns.map(convertTurn),
    ...(system === undefined ? {} : { system }),
    ...prepareTools(request),
    ...outputConfig(request),
    ...(stop.length === 0 ? {} : { stop_sequences: [...stop] }),
    // Only older models take these, and the package no longer lists them all.
    ...(temperature === undefined ? {} : { temperature: Math.min(temperature, HIGHEST_TEMPERATURE) }),
    ...(topP === undefined ? {} : { top_p: topP }),
    stream: true,
  };
}

function thinkingOf({ reasoningEffort }: ProviderRequest): Pick<MessageCreateParamsStreaming, 'thinking'> {
  if (reasoningEffort === undefined) return {};
  return { thinking: { type: reasoningEffort === 'none' ? 'disabled' : 'adaptive' } };
}

function outputConfig({
  output,
  reasoningEffort,
}: ProviderRequest): Pick<MessageCreateParamsStreaming, 'output_config'> {
  const format =
    output.kind === 'schema' ? { format: { type: 'json_schema' as const, schema: { ...output.schema } } } : {};
  const effort = reasoningEffort === undefined || reasoningEffort === 'none' ? {} : { effort: reasoningEffort };
  const config = { ...format, ...effort };
  return Object.keys(config).length === 0 ? {} : { output_config: config };
}

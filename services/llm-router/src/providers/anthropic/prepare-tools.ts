import type { MessageCreateParamsStreaming, ToolChoice } from '@anthropic-ai/sdk/resources/messages';

import type { ProviderRequest } from '../provider';

/** The tools of a request in the words of the messages API; nothing where there are none. */
export function prepareTools(request: ProviderRequest): Pick<MessageCreateParamsStreaming, 'tools' | 'tool_choice'> {
  const { tools } = request;
  if (tools.length === 0) return {};
  const choice = toolChoiceOf(request);
  return {
    tools: tools.map(({ name, description, parameters, isStrict }) => ({
      name,
      input_schema: { ...parameters, type: 'object' },
      ...(description === undefined ? {} : { description }),
      ...(isStrict ? { strict: true } : {}),
    })),
    ...(choice === undefined ? {} : { tool_choice: choice }),
  };
}

/** The limit to one call at a time is part of the choice, so it needs one even where nobody chose. */
function toolChoiceOf({ toolChoice, parallelToolCalls }: ProviderRequest): ToolChoice | undefined {
  if (toolChoice?.mode === 'none') return { type: 'none' };
  const single = parallelToolCalls === undefined ? {} : { disable_parallel_tool_use: !parallelToolCalls };
  if (toolChoice?.mode === 'tool') return { type: 'tool', name: toolChoice.name, ...single };
  if (toolChoice?.mode === 'required') return { type: 'any', ...single };
  return toolChoice === undefined && parallelToolCalls === undefined ? undefined : { type: 'auto', ...single };
}

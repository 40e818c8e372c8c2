import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions';

import type { ProviderRequest } from '../provider';

type ToolFields = Pick<ChatCompletionCreateParamsStreaming, 'tools' | 'tool_choice' | 'parallel_tool_calls'>;

/** The tools of a request in the words of chat completions; nothing where there are none. */
export function prepareTools({ tools, toolChoice, parallelToolCalls }: ProviderRequest): ToolFields {
  if (tools.length === 0) return {};
  return {
    tools: tools.map(({ name, description, parameters, isStrict }) => ({
      type: 'function',
      function: {
        name,
        parameters,
        ...(description === undefined ? {} : { description }),
        ...(isStrict ? { strict: true } : {}),
      },
    })),
    ...(toolChoice === undefined
      ? {}
      : {
          tool_choice:
            toolChoice.mode === 'tool' ? { type: 'function', function: { name: toolChoice.name } } : toolChoice.mode,
        }),
    ...(parallelToolCalls === undefined ? {} : { parallel_tool_calls: parallelToolCalls }),
  };
}

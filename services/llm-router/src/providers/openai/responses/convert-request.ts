import type { ResponseCreateParamsStreaming, ResponseTextConfig } from 'openai/resources/responses/responses';

import { joinSystem } from '../../join-system';
import type { OutputFormat } from '../../prompt-part';
import type { ProviderRequest } from '../../provider';
import { convertTurn } from './convert-input';

/** The request in the words of the responses API; nothing is kept at the provider. */
export function convertRequest(request: ProviderRequest): ResponseCreateParamsStreaming {
  const { system, turns } = joinSystem(request.messages);
  const { temperature, topP, reasoningEffort } = request;
  return {
    ...request.options,
    model: request.model,
    input: turns.flatMap(convertTurn),
    ...(system === undefined ? {} : { instructions: system }),
    max_output_tokens: request.maxOutputTokens,
    ...toolFields(request),
    ...textFormat(request.output),
    ...(reasoningEffort === undefined ? {} : { reasoning: { effort: reasoningEffort, summary: 'auto' } }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    include: ['reasoning.encrypted_content'],
    store: false,
    stream: true,
  };
}

function toolFields({
  tools,
  toolChoice,
  parallelToolCalls,
}: ProviderRequest): Pick<ResponseCreateParamsStreaming, 'tools' | 'tool_choice' | 'parallel_tool_calls'> {
  if (tools.length === 0) return {};
  return {
    tools: tools.map(({ name, description, parameters, isStrict }) => ({
      type: 'function',
      name,
      parameters: { ...parameters },
      strict: isStrict,
      ...(description === undefined ? {} : { description }),
    })),
    ...(toolChoice === undefined
      ? {}
      : { tool_choice: toolChoice.mode === 'tool' ? { type: 'function', name: toolChoice.name } : toolChoice.mode }),
    ...(parallelToolCalls === undefined ? {} : { parallel_tool_calls: parallelToolCalls }),
  };
}

function textFormat(output: OutputFormat): { text?: ResponseTextConfig } {
  if (output.kind !== 'schema') return output.kind === 'text' ? {} : { text: { format: { type: 'json_object' } } };
  const { name, description, schema, isStrict } = output;
  const described = description === undefined ? {} : { description };
  return { text: { format: { type: 'json_schema', name, ...described, schema: { ...schema }, strict: isStrict } } };
}

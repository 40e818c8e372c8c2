import type { CompleteModelCallRequest, CompleteModelCallV2Request, ModelOutputFormat } from '@botarmy/contracts';

import type { OutputFormat, ToolChoice } from '../providers/prompt-part';
import { assertPrompt } from './assert-prompt';
import type { Prompt } from './prompt';
import { promptPartOf } from './prompt-part-of';
import { promptProblem } from './prompt-problem';

/** The prompt of a plain request, which knows text alone. */
export function promptOfPlainRequest(request: CompleteModelCallRequest): Prompt {
  const { messages, max_output_tokens, temperature, idempotency_key } = request;
  return {
    messages: messages.map(({ role, content }) => ({ role, parts: [{ type: 'text', text: content }] })),
    tools: [],
    output: { kind: 'text' },
    maxOutputTokens: max_output_tokens,
    temperature,
    stop: [],
    idempotencyKey: idempotency_key,
  };
}

/**
 * The prompt of a request with parts, tools and formats.
 *
 * @throws {Problem} 400 `invalid-prompt`, naming every place that is wrong.
 */
export function promptOfRequest(request: CompleteModelCallV2Request): Prompt {
  const prompt: Prompt = {
    messages: request.turns.map(({ role, parts }, turn) => ({
      role,
      parts: parts.map((part, index) => promptPartOf(part, `turns.${turn}.parts.${index}`)),
    })),
    tools: (request.tools ?? []).map(({ name, description, parameters, strict }) => ({
      name,
      parameters,
      isStrict: strict ?? false,
      ...(description === undefined ? {} : { description }),
    })),
    output: outputOf(request.output),
    maxOutputTokens: request.max_output_tokens,
    stop: request.stop ?? [],
    idempotencyKey: request.idempotency_key,
    ...given({
      toolChoice: toolChoiceOf(request),
      parallelToolCalls: request.parallel_tool_calls,
      reasoningEffort: request.reasoning_effort,
      temperature: request.temperature,
      topP: request.top_p,
      seed: request.seed,
      onBrokenStream: request.on_broken_stream,
    }),
  };
  assertPrompt(prompt);
  return prompt;
}

function outputOf(format: ModelOutputFormat | undefined): OutputFormat {
  if (format === undefined || format.kind !== 'schema') return { kind: format?.kind === 'json' ? 'json' : 'text' };
  const { name, description, schema, strict } = format;
  if (schema === undefined) throw promptProblem([{ path: 'output.schema', message: 'is missing: give the schema' }]);
  return {
    kind: 'schema',
    name: name ?? 'answer',
    schema,
    isStrict: strict ?? false,
    ...(description === undefined ? {} : { description }),
  };
}

function toolChoiceOf({ tool_choice }: CompleteModelCallV2Request): ToolChoice | undefined {
  if (tool_choice === undefined) return undefined;
  const { mode, name } = tool_choice;
  if (mode !== 'tool') return { mode };
  if (name === undefined) throw promptProblem([{ path: 'tool_choice.name', message: 'is missing: name the tool' }]);
  return { mode, name };
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function given<T extends object>(fields: T): Given<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>;
}

import { isInstance, isJsonObject } from '../prompt/answer-schema';
import type { Prompt } from '../prompt/prompt';
import type { ToolCallPart } from '../providers/prompt-part';
import type { ProviderEnd } from '../providers/provider';
import { ProviderFailure } from '../providers/provider-failure';

/** An answer that was cut off or held back cannot have the form that was asked for. */
const WHOLE = new Set(['stop', 'tool_calls', 'other']);

/**
 * Checks an answer against what was asked: tools that were offered, arguments and text of the asked form.
 *
 * @throws {ProviderFailure} `unknown-tool` or `answer-not-as-asked`; the answer is paid all the same.
 */
export function checkAnswer(text: string, { toolCalls, finishReason }: ProviderEnd, prompt: Prompt): void {
  const isWhole = WHOLE.has(finishReason);
  for (const call of toolCalls) checkToolCall(call, prompt, isWhole);
  if (!isWhole || toolCalls.length > 0) return;
  const { output } = prompt;
  if (output.kind === 'json' && !isJsonObject(text)) throw new ProviderFailure('answer-not-as-asked');
  if (output.kind === 'schema' && !isInstance(text, output.schema)) throw new ProviderFailure('answer-not-as-asked');
}

function checkToolCall({ name, arguments: text }: ToolCallPart, { tools }: Prompt, isWhole: boolean): void {
  const tool = tools.find((offered) => offered.name === name);
  if (tool === undefined) throw new ProviderFailure('unknown-tool');
  if (!isWhole) return;
  const isAsAsked = tool.isStrict ? isInstance(text, tool.parameters) : isJsonObject(text);
  if (!isAsAsked) throw new ProviderFailure('answer-not-as-asked');
}

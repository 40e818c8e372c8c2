import type { FieldProblem } from '@botarmy/chassis';

import { textOf } from '../providers/prompt-part';
import type { PromptMessage, PromptPart, ToolCallPart } from '../providers/prompt-part';
import { schemaFaultOf } from './answer-schema';
import type { Prompt } from './prompt';
import { promptProblem } from './prompt-problem';

/** Kinds of parts a role may have; everything else would be lost on the way to a provider. */
const PARTS_OF_ROLE: Readonly<Record<PromptMessage['role'], readonly PromptPart['type'][]>> = {
  system: ['text'],
  user: ['text', 'image', 'file'],
  assistant: ['text', 'tool_call', 'reasoning'],
  tool: ['tool_result'],
};
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * Refuses what no provider could make sense of, before anything is paid.
 *
 * @throws {Problem} 400 `invalid-prompt`, naming every place that is wrong.
 */
export function assertPrompt(prompt: Prompt): void {
  const faults = [...turnFaults(prompt.messages), ...toolFaults(prompt), ...outputFaults(prompt)];
  if (faults.length > 0) throw promptProblem(faults.slice(0, 20));
}

function turnFaults(messages: readonly PromptMessage[]): FieldProblem[] {
  const said = messages.filter(({ role }) => role !== 'system');
  if (said.every(({ parts }) => parts.length === 0 || isSilent(parts))) {
    return [{ path: 'turns', message: 'say nothing: give at least one turn with content' }];
  }
  const called = new Set<string>();
  return messages.flatMap(({ role, parts }, turn) =>
    parts.flatMap((part, index) => {
      const path = `turns.${turn}.parts.${index}`;
      if (!PARTS_OF_ROLE[role].includes(part.type)) {
        return [{ path, message: `is a ${part.type}, which a ${role} turn cannot have` }];
      }
      if (part.type === 'tool_call') called.add(part.callId);
      return partFaults(part, called).map((message) => ({ path, message }));
    }),
  );
}

function isSilent(parts: readonly PromptPart[]): boolean {
  return parts.every((part) => part.type === 'text') && textOf(parts).trim() === '';
}

function partFaults(part: PromptPart, called: ReadonlySet<string>): string[] {
  if (part.type === 'tool_call' && !hasObjectArguments(part)) return ['has arguments that are no JSON object'];
  if (part.type === 'tool_result' && !called.has(part.callId)) return ['answers a call no earlier turn has made'];
  if (part.type !== 'image' && part.type !== 'file') return [];
  const { source } = part;
  if ('url' in source) return URL.canParse(source.url) ? [] : ['has a url that is none'];
  return BASE64.test(source.data) ? [] : ['has data that is not base64'];
}

function hasObjectArguments(part: ToolCallPart): boolean {
  try {
    const value: unknown = JSON.parse(part.arguments || '{}');
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function toolFaults({ tools, toolChoice }: Prompt): FieldProblem[] {
  const names = new Set<string>();
  const faults = tools.flatMap(({ name, parameters }, index): FieldProblem[] => {
    const path = `tools.${index}`;
    if (names.has(name)) return [{ path, message: 'has the name of another tool' }];
    names.add(name);
    const fault = schemaFaultOf(parameters);
    return fault === undefined ? [] : [{ path: `${path}.parameters`, message: fault }];
  });
  if (toolChoice?.mode === 'tool' && !names.has(toolChoice.name)) {
    return [...faults, { path: 'tool_choice.name', message: 'names a tool that is not among the tools' }];
  }
  if (toolChoice?.mode === 'required' && tools.length === 0) {
    return [...faults, { path: 'tool_choice', message: 'asks for a tool call without tools' }];
  }
  return faults;
}

function outputFaults({ output }: Prompt): FieldProblem[] {
  const fault = output.kind === 'schema' ? schemaFaultOf(output.schema) : undefined;
  return fault === undefined ? [] : [{ path: 'output.schema', message: fault }];
}

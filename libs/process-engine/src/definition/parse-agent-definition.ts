import { agentDeclaration } from './agent-definition';
import type { AgentDefinition } from './agent-definition';
import type { DefinitionResult } from './definition-error';
import type { Parsed } from './definition-source';
import { parseDefinition } from './parse-definition';

/** Longest system prompt in UTF-16 code units. */
export const MAX_PROMPT_CHARACTERS = 20_000;

/** An agent.yaml with its prompt. */
export interface ParsedAgent extends Parsed<AgentDefinition> {
  readonly prompt: string;
}

/** Reads an agent.yaml from an untrusted text and joins it with the text of its prompt.md. */
export function parseAgentDefinition(
  text: string,
  options: { readonly file: string; readonly prompt: string },
): DefinitionResult<ParsedAgent> {
  const { file, prompt } = options;
  const parsed = parseDefinition(text, file, agentDeclaration);
  const size = prompt.trim().length;
  if (parsed.ok && size > 0 && size <= MAX_PROMPT_CHARACTERS) {
    return { ok: true, value: { ...parsed.value, prompt: prompt.trim() } };
  }
  const errors = parsed.ok ? [] : [...parsed.errors];
  if (size === 0) {
    const remedy = 'Write the system prompt into prompt.md beside agent.yaml.';
    errors.push({ file, line: 1, column: 1, code: 'missing-prompt', message: 'The agent has no prompt.', remedy });
  } else if (size > MAX_PROMPT_CHARACTERS) {
    const message = `The prompt has ${size} characters; at most ${MAX_PROMPT_CHARACTERS} are allowed.`;
    errors.push({ file, line: 1, column: 1, code: 'prompt-too-long', message, remedy: 'Shorten prompt.md.' });
  }
  return { ok: false, errors };
}

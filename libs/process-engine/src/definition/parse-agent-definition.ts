import { LineIndex } from '../yaml/positions';
import { agentDeclaration, agentFileDeclaration } from './agent-definition';
import type { AgentDefinition } from './agent-definition';
import { checkSchema } from './check-schema';
import type { DefinitionError, DefinitionResult } from './definition-error';
import { ErrorCollector } from './definition-source';
import type { Parsed } from './definition-source';
import { fillParameters } from './fill-templates';
import { nearestWord } from './nearest-word';
import { parametersIn } from './parameters-in';
import { parseDefinition } from './parse-definition';

/** Longest system prompt in UTF-16 code units. */
export const MAX_PROMPT_CHARACTERS = 20_000;

/** An agent.yaml with its prompt. */
export interface ParsedAgent extends Parsed<AgentDefinition> {
  readonly prompt: string;
  /** Defaults of the parameters of a template; its texts and its prompt hold `{{ with.… }}`. */
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** Reads an agent.yaml from an untrusted text and joins it with the text of its prompt.md. */
export function parseAgentDefinition(
  text: string,
  options: { readonly file: string; readonly prompt: string },
): DefinitionResult<ParsedAgent> {
  const { file } = options;
  const prompt = options.prompt.trim();
  const parsed = parseDefinition(text, file, agentFileDeclaration);
  const errors = parsed.ok ? [] : [...parsed.errors];
  if (prompt.length === 0) {
    const remedy = 'Write the system prompt into prompt.md beside agent.yaml.';
    errors.push({ file, line: 1, column: 1, code: 'missing-prompt', message: 'The agent has no prompt.', remedy });
  } else if (prompt.length > MAX_PROMPT_CHARACTERS) {
    const message = `The prompt has ${prompt.length} characters; at most ${MAX_PROMPT_CHARACTERS} are allowed.`;
    errors.push({ file, line: 1, column: 1, code: 'prompt-too-long', message, remedy: 'Shorten prompt.md.' });
  }
  if (!parsed.ok) return { ok: false, errors };
  const { definition: written, positions } = parsed.value;
  const { parameters, ...definition } = written;
  // What can be used as it is has the form of an agent once its defaults are filled in.
  if (!Object.values(parameters ?? {}).includes(null))
    errors.push(...checkSchema(fillParameters(definition, parameters ?? {}), agentDeclaration, positions));
  errors.push(...strayParameters({ definition, positions, prompt: options.prompt }, Object.keys(parameters ?? {})));
  if (errors.length > 0) return { ok: false, errors };
  return { ok: true, value: { definition, positions, prompt, ...(parameters === undefined ? {} : { parameters }) } };
}

/** Placeholders that no parameter fills. */
function strayParameters(agent: ParsedAgent, known: readonly string[]): readonly DefinitionError[] {
  const remedyFor = (name: string): string => {
    const near = nearestWord(name, known);
    return near === undefined
      ? `Add "${name}" under "parameters" of agent.yaml, or remove it.`
      : `Did you mean "${near}"?`;
  };
  const message = (name: string): string => `The agent has no parameter "${name}".`;
  const collector = new ErrorCollector(agent.positions);
  for (const { name, path } of parametersIn(agent.definition)) {
    if (!known.includes(name)) collector.add(path, 'unknown-parameter', message(name), remedyFor(name));
  }
  const lines = new LineIndex(agent.prompt);
  const file = agent.positions.file.replace(/agent\.yaml$/, 'prompt.md');
  const inPrompt = parametersIn(agent.prompt).flatMap(({ name, offset }): readonly DefinitionError[] =>
    known.includes(name)
      ? []
      : [
          {
            file,
            ...lines.positionAt(offset),
            code: 'unknown-parameter',
            message: message(name),
            remedy: remedyFor(name),
          },
        ],
  );
  return [...collector.errors, ...inPrompt];
}

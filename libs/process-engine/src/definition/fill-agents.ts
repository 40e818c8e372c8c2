import { agentDeclaration } from './agent-definition';
import type { AgentDefinition } from './agent-definition';
import { checkSchema } from './check-schema';
import { placedCompensations } from './compensations';
import type { ErrorCollector, PartPath } from './definition-source';
import { fillParameters, parameterValues } from './fill-templates';
import { nearestWord } from './nearest-word';
import { MAX_PROMPT_CHARACTERS } from './parse-agent-definition';
import type { ParsedAgent } from './parse-agent-definition';
import type { ProcessDefinition } from './process-definition';

type AgentUse = NonNullable<ProcessDefinition['agents']>[number];

/**
 * The agents a process may use: those there are, templates with their defaults, and those it makes from templates. An agent
 * is pinned as it is once its parameters are filled in.
 */
export function fillAgents(
  process: ProcessDefinition,
  agents: readonly ParsedAgent[],
  errors: ErrorCollector,
): readonly ParsedAgent[] {
  for (const { id, at } of usedAgents(process)) {
    const template = agents.find(({ definition }) => definition.id === id);
    const missing = Object.entries(template?.parameters ?? {}).find(([, standard]) => standard === null);
    if (missing === undefined) continue;
    const message = `The agent "${id}" needs a value for "${missing[0]}".`;
    const remedy = `Make an agent of it under "agents": { id: …, use: ${id}, with: { ${missing[0]}: … } }.`;
    errors.add(at, 'missing-parameter', message, remedy);
  }
  const filled = agents.map((agent) =>
    agent.parameters === undefined ? agent : { ...agent, ...fill(agent, agent.parameters) },
  );
  const ids = new Set(agents.map(({ definition }) => definition.id));
  const made = (process.agents ?? []).flatMap((use, index): readonly ParsedAgent[] => {
    const at = ['agents', index];
    if (ids.has(use.id)) {
      const remedy = 'Give it an id that no other agent has.';
      errors.add([...at, 'id'], 'duplicate-id', `Two agents have the id "${use.id}".`, remedy);
      return [];
    }
    ids.add(use.id);
    return makeAgent(use, agents, at, errors);
  });
  return [...filled, ...made];
}

function makeAgent(
  use: AgentUse,
  agents: readonly ParsedAgent[],
  at: PartPath,
  errors: ErrorCollector,
): readonly ParsedAgent[] {
  const template = agents.find(({ definition }) => definition.id === use.use);
  if (template === undefined) {
    const near = nearestWord(
      use.use,
      agents.map(({ definition }) => definition.id),
    );
    const remedy = near === undefined ? 'Name one of the agents there are.' : `Did you mean "${near}"?`;
    errors.add([...at, 'use'], 'unknown-agent', `There is no agent "${use.use}".`, remedy);
    return [];
  }
  const { use: _template, with: given = {}, ...own } = use;
  const what = `The agent "${use.use}"`;
  const values = parameterValues(template.parameters ?? {}, given, { at, what }, errors);
  const { definition, prompt } = fill(template, values);
  const made = { ...definition, pool: definition.pool ?? definition.id, ...own };
  for (const { code, message, remedy } of checkSchema(made, agentDeclaration, template.positions))
    errors.add(at, code, `Filled in, ${message}`, remedy);
  if (prompt.length > MAX_PROMPT_CHARACTERS) {
    const message = `Filled in, the prompt has ${prompt.length} characters; at most ${MAX_PROMPT_CHARACTERS} are allowed.`;
    errors.add(at, 'prompt-too-long', message, 'Use shorter values.');
  }
  return [{ definition: made, prompt, positions: template.positions }];
}

function fill(
  { definition, prompt }: ParsedAgent,
  values: Readonly<Record<string, unknown>>,
): Pick<ParsedAgent, 'definition' | 'prompt'> {
  return {
    definition: fillParameters(definition, values) as AgentDefinition,
    // With a line break it is a text whatever the value of its only placeholder is.
    prompt: String(fillParameters(`${prompt}\n`, values)).trim(),
  };
}

/** Agents that tasks name, with the place. */
function usedAgents(process: ProcessDefinition): readonly { readonly id: string; readonly at: PartPath }[] {
  const tasks = process.stages.flatMap((stage, stageIndex) =>
    stage.tasks.map((task, taskIndex) => ({ task, path: ['stages', stageIndex, 'tasks', taskIndex] as PartPath })),
  );
  return [...tasks, ...placedCompensations(process)].flatMap(({ task, path }) =>
    task.agent === undefined ? [] : [{ id: task.agent, at: [...path, 'agent'] }],
  );
}

import type { DefinitionError } from './definition-error';
import { ErrorCollector } from './definition-source';
import type { ParsedAgent } from './parse-agent-definition';
import type { ParsedProcess } from './parse-process-definition';
import { indexProcess } from './process-index';
import { validateArtifacts } from './validate-artifacts';
import { validateCheckpoints } from './validate-checkpoints';
import { validateCompensations } from './validate-compensations';
import { validateExpressions } from './validate-expressions';
import { validateInputs } from './validate-inputs';
import { validateQuestions } from './validate-questions';
import { validateSubProcess } from './validate-sub-process';
import type { KnownProcesses } from './validate-sub-process';
import { validatePlanning, validateTasks } from './validate-tasks';
import { validateWork } from './validate-work';

/** Everything that is wrong with what a process means, given the agents there are; empty when it can run. */
export function validateProcess(
  process: ParsedProcess,
  agents: readonly ParsedAgent[],
  known: KnownProcesses = new Map(),
): readonly DefinitionError[] {
  const { definition, positions } = process;
  const errors = new ErrorCollector(positions);
  const agentIds = new Set(agents.map((agent) => agent.definition.id));
  const index = indexProcess(definition);
  validateInputs(definition, errors);
  validateWork(definition, index, errors);
  validateExpressions(definition, index, errors);
  validateTasks(definition, index, agentIds, errors);
  validatePlanning(definition, errors);
  validateArtifacts(definition, index, errors);
  validateCheckpoints(definition, errors);
  validateQuestions(index, errors);
  validateCompensations(definition, index, agentIds, errors);
  for (const entry of index.placed) validateSubProcess(entry, definition.name, known, errors);
  return [...duplicateAgents(agents), ...errors.errors];
}

function duplicateAgents(agents: readonly ParsedAgent[]): readonly DefinitionError[] {
  const seen = new Set<string>();
  return agents.flatMap(({ definition, positions }) => {
    const isFirst = !seen.has(definition.id);
    seen.add(definition.id);
    if (isFirst) return [];
    const errors = new ErrorCollector(positions);
    errors.add(['id'], 'duplicate-id', `Two agents have the id "${definition.id}".`, 'Give each its own id.');
    return errors.errors;
  });
}

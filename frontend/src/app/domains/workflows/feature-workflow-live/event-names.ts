import type { EventNames } from '../data/describe-event';
import type { WorkflowStatusView } from '../data/workflow';

/** The names a workflow's people know for the ids in its events; an unknown id names itself. */
export function namesOf(workflow: WorkflowStatusView | null): EventNames {
  const stages = new Map(workflow?.stages.map((stage) => [stage.id, stage.name]));
  const tasks = new Map(workflow?.stages.flatMap((stage) => stage.tasks.map((task) => [task.id, task.name])));
  const agents = new Map(workflow?.agents.map((agent) => [agent.id, agent.name]));
  return {
    stage: (id) => stages.get(id) ?? id,
    task: (id) => tasks.get(id) ?? id,
    agent: (id) => agents.get(id) ?? id,
  };
}

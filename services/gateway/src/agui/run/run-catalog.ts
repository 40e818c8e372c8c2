import type { WorkflowStatusView } from '@botarmy/contracts';

/** Names of what a workflow consists of. */
export interface RunCatalog {
  readonly workflowId: string;
  readonly process: string;
  agentName(agentId: string): string;
  taskName(taskId: string): string;
  isPlan(taskId: string): boolean;
}

/** Reads the names from a workflow's status. Instances of a task (`review--2`) have the name of their task. */
export function catalogOf({ id, workflow_type, stages, agents }: WorkflowStatusView): RunCatalog {
  const tasks = new Map(stages.flatMap((stage) => stage.tasks).map((task) => [task.id, task]));
  const names = new Map(agents.map((agent) => [agent.id, agent.name]));
  const find = (taskId: string) => tasks.get(taskId) ?? tasks.get(taskId.replace(/--\d+$/, ''));
  return {
    workflowId: id,
    process: workflow_type,
    agentName: (agentId) => names.get(agentId) ?? agentId,
    taskName: (taskId) => find(taskId)?.name ?? taskId,
    isPlan: (taskId) => find(taskId)?.kind === 'plan',
  };
}

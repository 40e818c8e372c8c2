import type { TaskView, WorkflowStatusView } from '@botarmy/sdk';

import { plainLine } from './plain-text';

/**
 * What happened between two statuses of a workflow, a line each: for output that is no terminal. Without an earlier
 * status: what is the case.
 */
export function describeChanges(before: WorkflowStatusView | undefined, now: WorkflowStatusView): string[] {
  const percent = `${String(now.progress_percent).padStart(3)} %`;
  const agentNames = new Map(now.agents.map(({ id, name }) => [id, name]));
  const known = new Map(tasksOf(before).map((task) => [task.id, task]));
  const tasks = tasksOf(now).flatMap((task) => {
    const earlier = known.get(task.id);
    const isSame = earlier?.status === task.status && earlier.attempt === task.attempt;
    return isSame || task.status === 'pending'
      ? []
      : [describeTask(task, agentNames.get(task.agent_id) ?? task.agent_id)];
  });
  const asked = now.pending_request_ids.filter((id) => before?.pending_request_ids.includes(id) !== true);
  const lines = [
    ...tasks,
    ...asked.map((id) => `waits for a decision: ${id}`),
    ...(before?.status === now.status ? [] : [`workflow ${now.status.replaceAll('_', ' ')}`]),
    ...(now.failure === null || before?.failure === now.failure ? [] : [now.failure]),
  ];
  return lines.map((line) => `${percent}  ${plainLine(line)}`);
}

function tasksOf(status: WorkflowStatusView | undefined): TaskView[] {
  return status?.stages.flatMap(({ tasks }) => tasks) ?? [];
}

function describeTask({ name, status, attempt, artifact, failure }: TaskView, agent: string): string {
  const which = attempt > 1 ? `${name} (attempt ${attempt})` : name;
  const result = status === 'completed' && artifact !== null ? `: ${artifact.path}` : '';
  const reason = (status === 'failed' || status === 'retrying') && failure !== null ? `: ${failure}` : '';
  return `${agent}  ${which} ${status}${result}${reason}`;
}

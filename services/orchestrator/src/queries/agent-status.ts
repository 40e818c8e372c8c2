import type { ActiveTaskView, AgentStatusView } from '@botarmy/contracts';
import { taskViews } from '@botarmy/process-engine';
import type { TaskView } from '@botarmy/process-engine';

import { agentViews } from '../workflow/agent-views';
import type { LoadedWorkflow } from '../workflow/loaded-workflow';

/**
 * What an agent does in these workflows (newest first): the fields speak of the newest one in which it is at work, else
 * of the newest one it belongs to. Undefined when it belongs to none.
 */
export function agentStatus(agentId: string, workflows: readonly LoadedWorkflow[]): AgentStatusView | undefined {
  const own = workflows.flatMap((workflow) => {
    const view = agentViews(workflow.state, workflow.process).find(({ id }) => id === agentId);
    if (view === undefined) return [];
    const tasks = taskViews(workflow.state, workflow.process).filter((task) => task.agent_id === agentId);
    return [{ workflow, view, tasks, active: tasks.filter(isActive) }];
  });
  const shown = own.find(({ active }) => active.length > 0) ?? own[0];
  if (shown === undefined) return undefined;
  const { view, tasks, active, workflow } = shown;
  return {
    id: agentId,
    name: view.name,
    status: view.status,
    current_task: view.current_task,
    progress_percent: view.progress_percent,
    started_at: active[0]?.started_at ?? null,
    artifacts_created: tasks.flatMap(({ artifact }) => artifact?.path ?? []),
    workflow_id: workflow.state.workflow_id,
    active_tasks: own.flatMap((each) => each.active.map((task) => activeTask(each.workflow, task))),
  };
}

function isActive({ status }: TaskView): boolean {
  return status === 'running' || status === 'retrying';
}

function activeTask({ state }: LoadedWorkflow, { id, name, attempt, started_at }: TaskView): ActiveTaskView {
  return { workflow_id: state.workflow_id, task_id: id, name, attempt, started_at };
}

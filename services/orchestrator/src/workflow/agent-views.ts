import type { AgentStatus, WorkflowAgentView } from '@botarmy/contracts';
import { findTask, stageStandings, workflowStatus } from '@botarmy/process-engine';
import type { CompiledProcess, TaskStanding, WorkflowState } from '@botarmy/process-engine';

/** What each agent of a workflow is doing, in the order of the process. */
export function agentViews(state: WorkflowState, process: CompiledProcess): WorkflowAgentView[] {
  const tasks = stageStandings(state, process).flatMap((stage) => stage.tasks);
  const ids = [...new Set(tasks.map((task) => task.agent_id))];
  return ids.map((id) => {
    const own = tasks.filter((task) => task.agent_id === id);
    const current = own.find((task) => task.status === 'running' || task.status === 'retrying');
    return {
      id,
      name: process.agents[id]?.name ?? id,
      status: agentStatus(own, isAskedAbout(id, state, process), state),
      current_task: current?.name ?? null,
      progress_percent: percentDone(own),
    };
  });
}

function agentStatus(own: readonly TaskStanding[], isAsked: boolean, state: WorkflowState): AgentStatus {
  const visible = workflowStatus(state);
  const isActive = own.some((task) => task.status === 'running' || task.status === 'retrying');
  if (own.some((task) => task.status === 'failed')) return 'failed';
  if (visible === 'paused' && (isActive || isAsked)) return 'paused';
  if (isAsked) return 'waiting';
  if (isActive) return 'processing';
  return own.every(isOver) ? 'completed' : 'idle';
}

function isAskedAbout(agentId: string, state: WorkflowState, process: CompiledProcess): boolean {
  return state.pending_approvals.some(({ approval_id, task_id }) => {
    if (task_id !== undefined) return findTask(state, task_id)?.agent_id === agentId;
    const point = state.approval_points.find(({ id }) => id === approval_id);
    if (point !== undefined && 'task_id' in point) return process.tasks[point.task_id]?.agent_id === agentId;
    const stage = process.stages.find(({ id }) => id === point?.reviewed_stage_id);
    const lastTask = stage?.task_ids.at(-1);
    return lastTask !== undefined && process.tasks[lastTask]?.agent_id === agentId;
  });
}

function percentDone(own: readonly TaskStanding[]): number {
  const total = own.reduce((sum, task) => sum + task.expected_minutes, 0);
  const done = own.filter(isOver).reduce((sum, task) => sum + task.expected_minutes, 0);
  return total === 0 ? 0 : Math.floor((done / total) * 100);
}

function isOver(task: TaskStanding): boolean {
  return task.status === 'completed' || task.status === 'skipped';
}

import { COMPENSATION_STAGE_ID } from '../definition/compensations';
import type { CompiledProcess } from '../definition/compiled-process';
import { criticalPath } from '../estimate/critical-path';
import type { AgentId, StageId, TaskId } from '../model/ids';
import { parseTaskId } from '../model/instance-ids';
import type { WorkflowState } from '../workflow/workflow';
import { stageStandings } from './task-views';
import type { TaskStanding } from './task-views';
import { workflowStatus } from './workflow-status';

/** How far a workflow is (specification §7.2.1). */
export interface Progress {
  /** Share of the expected minutes that is done, 0 to 100; 100 only when the workflow is completed. */
  readonly percent: number;
  readonly current_stage: { readonly id: StageId; readonly name: string } | null;
  readonly current_agent: AgentId | null;
  readonly current_task: { readonly id: TaskId; readonly name: string; readonly attempt: number } | null;
  /** Names of finished stages in order. */
  readonly completed_stages: readonly string[];
  readonly remaining_minutes: number;
  /** ISO 8601; null while a person holds the workflow up or when it ended early. */
  readonly estimated_completion: string | null;
}

/**
 * Progress by the minutes the process declares; the time that remains by what tasks usually take, along the longest chain.
 *
 * @param now ISO 8601 in UTC.
 * @param usualMinutes what a task of the process file usually takes, where finished runs tell; else what it declares counts.
 */
export function describeProgress(
  state: WorkflowState,
  process: CompiledProcess,
  now: string,
  usualMinutes: (taskId: TaskId) => number | undefined = () => undefined,
): Progress {
  const stages = stageStandings(state, process);
  // Undoing the work is no progress of it; what remains is the undoing alone.
  const isUndoing = state.phase === 'cancelling';
  const done = stages.filter((stage) => stage.id !== COMPENSATION_STAGE_ID);
  const all = done.flatMap((stage) => stage.tasks);
  const tasks = isUndoing ? stages.slice(done.length).flatMap((stage) => stage.tasks) : all;
  const doneMinutes = sum(all.filter(isOverWith));
  const current = isOver(state) ? undefined : tasks.find((task) => !isOverWith(task) && task.attempt > 0);
  const timed = tasks.map((task) => withUsualMinutes(task, usualMinutes));
  const timedCurrent = timed.find(({ id }) => id === current?.id);
  const stage = isOver(state)
    ? undefined
    : (stages.find((candidate) => candidate.status === 'waiting_for_human' || candidate.status === 'running') ??
      stages.find((candidate) => candidate.id === state.current_stage_id));
  const open = isUndoing ? sum(timed.filter((task) => !isOverWith(task))) : pathOf(timed, state, process);
  const remaining = remainingMinutes(timedCurrent, now, open);
  const allMinutes = sum(all);
  const share = allMinutes === 0 ? 0 : Math.floor((doneMinutes / allMinutes) * 100);
  return {
    percent: state.phase === 'completed' ? 100 : Math.min(99, share),
    current_stage: stage === undefined ? null : { id: stage.id, name: stage.name },
    current_agent: current?.agent_id ?? stage?.tasks.at(-1)?.agent_id ?? null,
    current_task: current === undefined ? null : { id: current.id, name: current.name, attempt: current.attempt },
    completed_stages: done.filter((candidate) => candidate.status === 'completed').map((candidate) => candidate.name),
    remaining_minutes: isOver(state) ? 0 : Math.round(remaining * 100) / 100,
    estimated_completion: estimate(state, remaining, now),
  };
}

/** True for a task that costs no more time. */
function isOverWith(task: TaskStanding): boolean {
  return task.status === 'completed' || task.status === 'skipped';
}

function isOver(state: WorkflowState): boolean {
  return state.phase === 'completed' || state.phase === 'failed' || state.phase === 'cancelled';
}

function estimate(state: WorkflowState, remaining: number, now: string): string | null {
  if (state.phase === 'completed') return state.ended_at;
  if (isOver(state) || state.pause !== null || workflowStatus(state) === 'waiting_for_human') return null;
  return new Date(Date.parse(now) + remaining * 60_000).toISOString();
}

function withUsualMinutes(task: TaskStanding, usualMinutes: (taskId: TaskId) => number | undefined): TaskStanding {
  const minutes = usualMinutes(parseTaskId(task.id).taskId);
  return minutes === undefined ? task : { ...task, expected_minutes: minutes };
}

/** Minutes of the longest chain of what is open; where one task goes after another that is all of it. */
function pathOf(tasks: readonly TaskStanding[], state: WorkflowState, process: CompiledProcess): number {
  const open = tasks.filter((task) => !isOverWith(task));
  if (state.concurrency === 'sequential') return sum(open);
  const minutes = new Map<TaskId, number>();
  for (const { id, expected_minutes } of open) {
    const { taskId } = parseTaskId(id);
    minutes.set(taskId, Math.max(minutes.get(taskId) ?? 0, expected_minutes));
  }
  return criticalPath(process, 'parallel', ({ id }) => minutes.get(id) ?? 0).minutes;
}

function remainingMinutes(current: TaskStanding | undefined, now: string, open: number): number {
  if (current?.status !== 'running' || current.started_at === null) return open;
  const elapsed = Math.max(0, Date.parse(now) - Date.parse(current.started_at)) / 60_000;
  return open - Math.min(elapsed, current.expected_minutes);
}

function sum(tasks: readonly TaskStanding[]): number {
  return tasks.reduce((total, task) => total + task.expected_minutes, 0);
}

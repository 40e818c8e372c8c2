import type { CompiledProcess } from '../definition/compiled-process';
import { MAX_QUESTION_ROUNDS } from '../model/question';
import type { AgentQuestion } from '../model/question';
import { isAmong } from './is-among';
import { taskOf } from './process-lookup';
import { findTask, openTasks } from './task-table';
import type { Transcript } from './transcript';
import type { PendingApproval, TaskState, WorkflowState } from './workflow';

/** How often a task may still ask people; 0 when it may not, or when the workflow asks nobody anything. */
export function roundsLeft(taskId: string, state: WorkflowState, process: CompiledProcess): number {
  const { questions } = taskOf(process, taskId).output;
  if (questions === undefined || asksNobody(state, process)) return 0;
  const most = Math.min(questions.max_rounds, MAX_QUESTION_ROUNDS);
  return Math.max(0, most - (findTask(state, taskId)?.dialogue?.rounds ?? 0));
}

/** The questions a task waits for; undefined when it waits for none. */
export function openQuestions(task: TaskState | undefined): readonly AgentQuestion[] | undefined {
  return task?.status === 'retrying' ? (task.dialogue?.open ?? undefined) : undefined;
}

/** The open request with the questions of a task. */
export function requestOf(taskId: string, state: WorkflowState): PendingApproval | undefined {
  return state.pending_approvals.find((pending) => pending.task_id === taskId);
}

/** Asks people what a task waits for and nobody was asked yet; false when there is nothing of the kind. */
export function askQuestions(transcript: Transcript, nextId: (prefix: 'hitl') => string): boolean {
  const { state } = transcript;
  for (const [task_id, task] of openTasks(state)) {
    if (openQuestions(task) === undefined || requestOf(task_id, state) !== undefined) continue;
    const { stage_id, agent_id, dialogue } = task;
    const round = dialogue?.rounds ?? 1;
    transcript.record('answers-requested', { request_id: nextId('hitl'), task_id, stage_id, agent_id, round });
    return true;
  }
  return false;
}

/** Nobody needs to answer for these tasks any more. */
export function withdrawQuestions(taskIds: readonly string[], reason: string, transcript: Transcript): void {
  const request_ids = transcript.state.pending_approvals.flatMap(({ task_id, request_id }) =>
    task_id !== undefined && isAmong(task_id, taskIds) ? [request_id] : [],
  );
  if (request_ids.length > 0) transcript.record('requests-withdrawn', { request_ids, reason });
}

/** True for a workflow that was started with an empty list of approvals although its process has some. */
function asksNobody(state: WorkflowState, process: CompiledProcess): boolean {
  return state.approval_points.length === 0 && process.approval_points.length > 0;
}

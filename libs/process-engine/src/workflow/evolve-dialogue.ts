import { endAttempt, withoutTimers } from './evolve-task';
import { withoutRequests } from './pending-approvals';
import type { AnswersRequested, QuestionsAnswered, QuestionsAsked, QuestionsDeclined } from './question-events';
import { findTask, withTask } from './task-table';
import type { WorkflowState } from './workflow';

/** The attempt ended with questions: the task waits for answers. */
export function askOfTask(state: WorkflowState, event: QuestionsAsked): Partial<WorkflowState> {
  const { task_id, round, questions, usage } = event.data;
  const { answers = [] } = findTask(state, task_id)?.dialogue ?? {};
  const dialogue = { rounds: round, open: questions, answers };
  return {
    ...endAttempt(state, task_id, usage, { status: 'retrying', dialogue }),
    timers: withoutTimers(state, task_id, false),
  };
}

/** People are asked. */
export function requestAnswers(state: WorkflowState, event: AnswersRequested): Partial<WorkflowState> {
  const { request_id, task_id } = event.data;
  const pending = { request_id, approval_id: questionsId(task_id), task_id, requested_at: event.occurred_at };
  return { pending_approvals: [...state.pending_approvals, pending] };
}

/** People answered: the next attempt is due. */
export function takeAnswers(state: WorkflowState, { data }: QuestionsAnswered): Partial<WorkflowState> {
  const { request_id, task_id, round, answers } = data;
  const known = findTask(state, task_id)?.dialogue?.answers ?? [];
  const dialogue = { rounds: round, open: null, answers: [...known, ...answers] };
  return { ...withoutRequests(state, [request_id]), ...withTask(state, task_id, { dialogue }) };
}

/** Nobody answers: the task can no longer be done as asked. */
export function declineAnswers(state: WorkflowState, { data }: QuestionsDeclined): Partial<WorkflowState> {
  const { request_id, task_id, round } = data;
  const answers = findTask(state, task_id)?.dialogue?.answers ?? [];
  const dialogue = { rounds: round, open: null, answers };
  return { ...withoutRequests(state, [request_id]), ...withTask(state, task_id, { dialogue }) };
}

/** What stands in place of an approval's id; no approval can be called so. */
function questionsId(taskId: string): string {
  return `questions:${taskId}`;
}

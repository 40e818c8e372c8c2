import { advance } from './advance';
import { hasEnded } from './current-attempt';
import { accept, ignore } from './decision';
import type { DecideContext, Decision } from './decision';
import { openQuestions } from './dialogue';
import { taskOf } from './process-lookup';
import type { AnswerQuestionsCommand } from './question-commands';
import { settleFailure } from './settle-failure';
import { findTask } from './task-table';
import { Transcript } from './transcript';
import type { WorkflowState } from './workflow';

/** Answered: the task gets its next attempt, which is told. Declined: the task has failed for good. */
export function decideAnswerQuestions(
  command: AnswerQuestionsCommand,
  state: WorkflowState,
  context: DecideContext,
): Decision {
  if (hasEnded(state)) return ignore('workflow-ended');
  const { request_id, answers, answered_by } = command;
  const { task_id } = state.pending_approvals.find((pending) => pending.request_id === request_id) ?? {};
  const known = task_id === undefined ? undefined : findTask(state, task_id);
  if (task_id === undefined || known === undefined || openQuestions(known) === undefined)
    return ignore('request-not-open');
  const { attempt, lease, stage_id, agent_id, dialogue } = known;
  const round = dialogue?.rounds ?? 1;
  const transcript = new Transcript(state, context.now);
  if (command.outcome === 'answered') {
    transcript.record('questions-answered', { request_id, task_id, round, answers, answered_by });
    advance(transcript, context);
    return accept(transcript.events);
  }
  transcript.record('questions-declined', { request_id, task_id, round, declined_by: answered_by });
  const code = 'questions-declined';
  const detail = 'Its questions were not answered.';
  const failed = { task_id, stage_id, agent_id, attempt, lease, code, detail, retryable: false, usage: null };
  transcript.record('task-failed', failed);
  if (settleFailure(transcript, task_id, taskOf(context.process, task_id), code, detail) === 'ended')
    return accept(transcript.events);
  advance(transcript, context);
  return accept(transcript.events);
}

import { advance } from './advance';
import { currentAttempt } from './current-attempt';
import { decideFailTask } from './decide-fail-task';
import { accept } from './decision';
import type { DecideContext, Decision } from './decision';
import { roundsLeft } from './dialogue';
import type { AskQuestionsCommand } from './question-commands';
import { findTask } from './task-table';
import { Transcript } from './transcript';
import type { WorkflowState } from './workflow';

/** Parks the task until people answered. One that may not ask, or asked too often, has failed its output contract. */
export function decideAskQuestions(
  command: AskQuestionsCommand,
  state: WorkflowState,
  context: DecideContext,
): Decision {
  const current = currentAttempt(state, command);
  if ('outcome' in current) return current;
  const { task_id, attempt, lease, questions, usage, duration_ms } = command;
  if (roundsLeft(task_id, state, context.process) === 0) {
    const detail = 'No more questions may be asked: write the document with what is known, and state assumptions.';
    const failure = { task_id, attempt, lease, code: 'output-asks-too-often', detail, retryable: true, usage };
    return decideFailTask({ type: 'fail-task', ...failure }, state, context);
  }
  const transcript = new Transcript(state, context.now);
  const { stage_id, agent_id } = current;
  const round = (findTask(state, task_id)?.dialogue?.rounds ?? 0) + 1;
  const asked = { task_id, stage_id, agent_id, attempt, lease, round, questions, usage, duration_ms };
  transcript.record('questions-asked', asked);
  advance(transcript, context);
  return accept(transcript.events);
}

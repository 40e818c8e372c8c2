import { advance } from './advance';
import { budgetToAskFor, exhaustBudget, TASK_BUDGET_EXHAUSTED } from './budget-hold';
import type { FailTaskCommand } from './commands';
import { currentAttempt } from './current-attempt';
import { accept } from './decision';
import type { DecideContext, Decision } from './decision';
import { cutText, MAX_DETAIL_CHARACTERS } from './limits';
import { taskOf } from './process-lookup';
import { later, retryDelayMs } from './retry-delay';
import { settleFailure } from './settle-failure';
import { findTask } from './task-table';
import { Transcript } from './transcript';
import type { WorkflowState } from './workflow';

/**
 * Records the failed attempt and tries again by the task's policy: at once for rejected output, else after a delay. An
 * attempt that its budgets left too little waits for a person to grant more, where the tightest of them says so.
 */
export function decideFailTask(command: FailTaskCommand, state: WorkflowState, context: DecideContext): Decision {
  const current = currentAttempt(state, command);
  if ('outcome' in current) return current;
  const task = taskOf(context.process, command.task_id);
  const transcript = new Transcript(state, context.now);
  const { task_id, attempt, lease, code } = command;
  const asking = code === TASK_BUDGET_EXHAUSTED ? budgetToAskFor(task, state, context.process) : undefined;
  const retryable = command.retryable || asking !== undefined;
  const detail = cutText(command.detail, MAX_DETAIL_CHARACTERS);
  const { stage_id, agent_id } = current;
  const usage = command.usage ?? null;
  transcript.record('task-failed', { task_id, stage_id, agent_id, attempt, lease, code, detail, retryable, usage });
  if (asking !== undefined) {
    exhaustBudget(asking, transcript);
    advance(transcript, context);
    return accept(transcript.events);
  }
  const outcome = settleFailure(transcript, task_id, task, code, detail);
  if (outcome === 'ended') return accept(transcript.events);

  const failures = findTask(transcript.state, task_id)?.failures ?? 1;
  const delayMs = code.startsWith('output-') ? 0 : retryDelayMs(task.retry, failures, command.retry_after_ms);
  if (outcome === 'open' && delayMs > 0 && state.pause === null) {
    transcript.record('task-retry-scheduled', {
      task_id,
      next_attempt: attempt + 1,
      timer_id: context.nextId('tmr'),
      delay_ms: delayMs,
      due_at: later(context.now, delayMs),
    });
  }
  advance(transcript, context);
  return accept(transcript.events);
}

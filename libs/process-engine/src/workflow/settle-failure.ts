import type { CompiledTask } from '../definition/compiled-process';
import { withdrawQuestions } from './dialogue';
import { failWorkflow } from './fail-workflow';
import { cutText, MAX_DETAIL_CHARACTERS } from './limits';
import { findTask } from './task-table';
import type { Transcript } from './transcript';

/**
 * What becomes of the workflow when the task's latest attempt failed for good or was the last one its retry policy
 * allows: it ends, or goes on without the task, or the task waits for a person, as the process says.
 *
 * @returns `ended`, `given-up`, or `open` when the task may be tried again.
 */
export function settleFailure(
  transcript: Transcript,
  taskId: string,
  task: CompiledTask,
  code: string,
  detail: string,
): 'ended' | 'given-up' | 'open' {
  const known = findTask(transcript.state, taskId);
  const isFinal = known?.status === 'failed';
  const isExhausted = known?.status === 'retrying' && known.failures >= task.retry.max_attempts;
  if (!isFinal && !isExhausted) return 'open';
  const suffix = isExhausted ? ` Given up after ${known.failures} failed attempts.` : '';
  const words = cutText(`${task.name}: ${detail}`, MAX_DETAIL_CHARACTERS - suffix.length) + suffix;
  return giveUp(transcript, taskId, task, code, words);
}

/** Ends the task for good, whatever it is doing. */
export function giveUp(
  transcript: Transcript,
  taskId: string,
  task: CompiledTask,
  code: string,
  detail: string,
): 'ended' | 'given-up' {
  const policy = task.on_failure ?? 'fail';
  if (policy === 'fail') {
    failWorkflow(transcript, code, detail, taskId);
    return 'ended';
  }
  const attempt = findTask(transcript.state, taskId)?.attempt ?? 0;
  transcript.record('task-given-up', {
    task_id: taskId,
    stage_id: task.stage_id,
    attempt,
    code,
    detail: cutText(detail, MAX_DETAIL_CHARACTERS),
    on_failure: policy,
  });
  withdrawQuestions([taskId], 'task-given-up', transcript);
  return 'given-up';
}

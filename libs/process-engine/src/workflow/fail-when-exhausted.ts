import type { CompiledTask } from '../definition/compiled-process';
import { cutText, MAX_DETAIL_CHARACTERS } from './limits';
import { openWork } from './open-work';
import type { Transcript } from './transcript';

/**
 * Ends the workflow when the task's latest attempt failed for good or was the last one its retry policy allows.
 *
 * @returns true when the workflow was ended.
 */
export function failWhenExhausted(transcript: Transcript, task: CompiledTask, code: string, detail: string): boolean {
  const known = transcript.state.tasks[task.id];
  const isFinal = known?.status === 'failed';
  const isExhausted = known?.status === 'retrying' && known.failures >= task.retry.max_attempts;
  if (!isFinal && !isExhausted) return false;
  const suffix = isExhausted ? ` Given up after ${known.failures} failed attempts.` : '';
  transcript.record('workflow-failed', {
    code,
    detail: cutText(`${task.name}: ${detail}`, MAX_DETAIL_CHARACTERS - suffix.length) + suffix,
    task_id: task.id,
    open: openWork(transcript.state),
  });
  return true;
}

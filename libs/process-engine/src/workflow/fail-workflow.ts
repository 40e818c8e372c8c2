import { cutText, MAX_DETAIL_CHARACTERS } from './limits';
import { openWork } from './open-work';
import type { Transcript } from './transcript';

/** Ends the workflow because it cannot go on; what is open is closed by effects. */
export function failWorkflow(transcript: Transcript, code: string, detail: string, taskId: string | null = null): void {
  transcript.record('workflow-failed', {
    code,
    detail: cutText(detail, MAX_DETAIL_CHARACTERS),
    task_id: taskId,
    open: openWork(transcript.state),
  });
}

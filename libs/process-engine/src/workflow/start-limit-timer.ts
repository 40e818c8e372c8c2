import type { TimerPurpose } from '../model/workflow-values';
import type { DecideContext } from './decision';
import { later } from './retry-delay';
import type { Transcript } from './transcript';

/** Lets a timeout or deadline run; nothing without one, or when a deadline of the same subject runs already. */
export function startLimitTimer(
  purpose: TimerPurpose,
  seconds: number | undefined,
  subject: { readonly id: string | null; readonly attempt?: number },
  transcript: Transcript,
  context: DecideContext,
): void {
  if (seconds === undefined) return;
  const running = Object.values(transcript.state.timers);
  if (running.some((timer) => timer.purpose === purpose && timer.subject_id === subject.id)) return;
  const delayMs = seconds * 1_000;
  transcript.record('timer-started', {
    timer_id: context.nextId('tmr'),
    purpose,
    subject_id: subject.id,
    attempt: subject.attempt ?? 0,
    delay_ms: delayMs,
    due_at: later(context.now, delayMs),
  });
}

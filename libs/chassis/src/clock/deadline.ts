import type { Clock } from './clock';

/** A time limit to race against. */
export interface Deadline {
  /** Rejects when the time is over, never resolves. */
  expired: Promise<never>;
  /** Lifts the limit. */
  cancel(): void;
}

/** Starts a time limit; `onExpiry` makes the error. */
export function startDeadline(clock: Clock, ms: number, onExpiry: () => Error): Deadline {
  let cancel = (): void => undefined;
  const expired = new Promise<never>((_resolve, reject) => {
    const timer = clock.setTimer(ms, () => reject(onExpiry()));
    cancel = () => timer.cancel();
  });
  return { expired, cancel: () => cancel() };
}

/** A pending timer. Cancelling twice or after it fired does nothing. */
export interface TimerHandle {
  cancel(): void;
}

/** Time as a port, so that tests decide what time it is. Also the injection token. */
export abstract class Clock {
  /** Wall time; may jump. */
  abstract now(): Date;
  /** Milliseconds since an arbitrary start; never goes back. For measuring. */
  abstract monotonicMs(): number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason when aborted. */
  abstract sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls back once after `ms` milliseconds. A pending timer does not keep the process alive. */
  abstract setTimer(ms: number, callback: () => void): TimerHandle;
}

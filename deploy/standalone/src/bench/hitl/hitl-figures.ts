import type { Memory, Spread } from '../parked/parked-figures';

/** What was measured with so many requests waiting. */
export interface WaitingFigures {
  readonly waiting: number;
  /** Of every process. */
  readonly memory: Memory;
  /** CPU of all processes together while nothing else happens, in milliseconds per second. */
  readonly idle_cpu_ms_per_second: number;
  /** First page of a person's inbox, over the public door. */
  readonly inbox_ms: Spread;
  /** Counts by agent, workflow and type. */
  readonly counts_ms: Spread;
  /** From sending a decision until the next task is handed out, one at a time. */
  readonly decision_ms: Spread;
  /** Deadlines that passed at once, and how long it took to act on all of them. */
  readonly deadlines: { readonly count: number; readonly ms: number };
}

/** One run. */
export interface HitlFigures {
  readonly measured_at: string;
  readonly machine: {
    readonly processor: string;
    readonly cores: number;
    readonly load_before: number;
    readonly node: string;
  };
  readonly scales: readonly WaitingFigures[];
}

/** Spread of a time, in milliseconds. */
export interface Spread {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
}

/** Memory of every process at one moment, in bytes. */
export type Memory = Readonly<Record<string, number>>;

/** What was measured of workflows that wait for people. */
export interface ParkedFigures {
  readonly measured_at: string;
  readonly machine: {
    readonly processor: string;
    readonly cores: number;
    readonly load_before: number;
    readonly node: string;
  };
  readonly workflows: number;
  readonly start_seconds: number;
  /** Before any of them, with all of them parked, after the restart, and after all are done. */
  readonly memory: {
    readonly empty: Memory;
    readonly parked: Memory;
    readonly restarted: Memory;
    readonly done: Memory;
  };
  /** CPU of all processes together while all are parked and nothing else happens, in milliseconds per second. */
  readonly idle_cpu_ms_per_second: { readonly empty: number; readonly parked: number };
  /** From the order to stop until everything has ended, and from the order to start until it answers. */
  readonly restart_ms: { readonly stop: number; readonly start: number };
  /** From sending an approval until the next task is handed out. */
  readonly resume_ms: { readonly one_at_a_time: Spread; readonly all_at_once: Spread };
  readonly finish_seconds: number;
  /** Workflows whose first task was done more than once, or whose approval was asked twice; must be 0. */
  readonly repeated: number;
}

/** Median, 99th percentile and maximum. */
export function spreadOf(times: readonly number[]): Spread {
  const sorted = [...times].sort((one, other) => one - other);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), longest: sorted.at(-1) ?? 0 };
}

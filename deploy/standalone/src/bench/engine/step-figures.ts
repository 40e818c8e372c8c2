import { percentile } from '../median';
import type { ServerUse } from './engine-database';

/** What a step cost in one window. */
export interface StepFigures {
  readonly steps: number;
  readonly steps_per_second: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  /** Processor time of everything but PostgreSQL, and of PostgreSQL. */
  readonly cpu_ms: number;
  readonly database_cpu_ms: number;
  /** Transactions that wrote. */
  readonly commits: number;
  readonly log_syncs: number;
  readonly wal_bytes: number;
  /** Part of the log: pages written whole because they were touched first after a checkpoint. */
  readonly full_page_images: number;
}

/** A window as it was measured. */
export interface MeasuredSteps {
  readonly steps: number;
  readonly seconds: number;
  /** Of single steps. */
  readonly stepMs: readonly number[];
  readonly cpuMs: number;
}

/** All of a window by step. */
export function perStep({ steps, seconds, stepMs, cpuMs }: MeasuredSteps, use: ServerUse): StepFigures {
  return {
    steps,
    steps_per_second: steps / seconds,
    p50_ms: percentile(stepMs, 50),
    p99_ms: percentile(stepMs, 99),
    cpu_ms: cpuMs / steps,
    database_cpu_ms: use.cpuMs / steps,
    commits: use.writingTransactions / steps,
    log_syncs: use.logSyncs / steps,
    wal_bytes: use.walBytes / steps,
    full_page_images: use.fullPageImages / steps,
  };
}

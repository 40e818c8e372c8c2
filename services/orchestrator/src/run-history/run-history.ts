import { Injectable } from '@nestjs/common';

import { Clock, Database } from '@botarmy/chassis';
import { bandOf, quantileOf } from '@botarmy/process-engine';

/** Runs below which history says nothing about the next one. */
export const FEWEST_RUNS = 5;
/** Share of runs outside a band that is told. */
const OUTSIDE = 0.2;
/** Durations are counted in steps of this many milliseconds. */
export const DURATION_STEP_MS = 10;
const REMEMBERED_MS = 10_000;
const MOST_REMEMBERED = 1_000;

interface StatisticRow extends Record<string, unknown> {
  readonly subject: string;
  readonly runs: number;
  readonly duration_counts: number[];
  readonly cost_counts: number[];
}

/** A range most runs fall into. */
export interface Band {
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

/** What the finished runs of one process say. */
export class ProcessHistory {
  private readonly subjects: ReadonlyMap<string, StatisticRow>;

  constructor(rows: readonly StatisticRow[]) {
    this.subjects = new Map(rows.map((row) => [row.subject, row]));
  }

  /** Finished runs that were counted. */
  get runs(): number {
    return this.subjects.get('*')?.runs ?? 0;
  }

  /** What a run takes without people's time, in milliseconds; undefined while there are too few. */
  get duration(): Band | undefined {
    return this.band('duration_counts', DURATION_STEP_MS);
  }

  /** What a run costs, in millionths of a US dollar; undefined while there are too few. */
  get cost(): Band | undefined {
    return this.band('cost_counts', 1);
  }

  /** What a task usually takes, in minutes; undefined while there are too few. */
  taskMinutes(taskId: string): number | undefined {
    return this.usual(taskId);
  }

  /** How long people usually take for an approval, in minutes; undefined while there are too few. */
  approvalMinutes(approvalId: string): number | undefined {
    return this.usual(`approval:${approvalId}`);
  }

  private usual(subject: string): number | undefined {
    const row = this.subjects.get(subject);
    if (row === undefined || row.runs < FEWEST_RUNS) return undefined;
    const steps = quantileOf(row.duration_counts, 0.5);
    return steps === undefined ? undefined : (steps * DURATION_STEP_MS) / 60_000;
  }

  private band(counts: 'duration_counts' | 'cost_counts', step: number): Band | undefined {
    const row = this.subjects.get('*');
    if (row === undefined || row.runs < FEWEST_RUNS) return undefined;
    const band = bandOf(row[counts], OUTSIDE);
    return band && { low: band.low * step, likely: band.likely * step, high: band.high * step };
  }
}

/** Reads what finished runs took; as much for a thousand runs as for one. */
@Injectable()
export class RunHistories {
  private readonly remembered = new Map<string, { readonly atMs: number; readonly history: ProcessHistory }>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The history as it is now. */
  async read(tenantId: string, process: string, isSimulated: boolean): Promise<ProcessHistory> {
    const rows = await this.database.read<StatisticRow>('run_statistics', tenantId, process, isSimulated);
    return new ProcessHistory(rows);
  }

  /** The history as it was some seconds ago at most: for what is looked at often. */
  async recent(tenantId: string, process: string, isSimulated: boolean): Promise<ProcessHistory> {
    const key = `${tenantId}/${process}/${String(isSimulated)}`;
    const known = this.remembered.get(key);
    const atMs = this.clock.monotonicMs();
    if (known !== undefined && atMs - known.atMs < REMEMBERED_MS) return known.history;
    const history = await this.read(tenantId, process, isSimulated);
    this.remembered.delete(key);
    this.remembered.set(key, { atMs, history });
    const oldest = this.remembered.keys().next().value;
    if (this.remembered.size > MOST_REMEMBERED && oldest !== undefined) this.remembered.delete(oldest);
    return history;
  }
}

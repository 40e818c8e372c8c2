import { Injectable } from '@nestjs/common';

import type { ProviderName } from './simulated-call';

/** How a call ended; `running` until then. */
export type CallOutcome = 'running' | 'completed' | 'failed' | 'client-left' | 'stopped';

/** One model call as tests and people may look at it; prompts are never kept, only their hash. */
export interface CallEntry {
  readonly id: string;
  readonly provider: ProviderName;
  readonly model: string;
  readonly task: string | null;
  readonly agent: string | null;
  readonly idempotency_key: string | null;
  readonly prompt_sha256: string;
  readonly streamed: boolean;
  readonly started_at: string;
  /** Null while the call runs. */
  readonly ended_at: string | null;
  readonly outcome: CallOutcome;
  /** Kind of the scripted fault, null when none was asked for. */
  readonly fault: string | null;
  readonly output_tokens: number;
}

/** Most calls that are remembered. */
export const CALL_LOG_SIZE = 10_000;

/** The newest calls, bounded; older ones count in `total` only. */
@Injectable()
export class CallLog {
  private readonly entries: (CallEntry | undefined)[] = [];
  private started = 0;

  /** Number of calls since the start or the last `clear`. */
  get total(): number {
    return this.started;
  }

  /** Records a started call; the returned function records its end, once. */
  begin(
    entry: Omit<CallEntry, 'ended_at' | 'outcome' | 'output_tokens'>,
  ): (end: Pick<CallEntry, 'ended_at' | 'outcome' | 'output_tokens'>) => void {
    const slot = this.started % CALL_LOG_SIZE;
    this.started += 1;
    const running: CallEntry = { ...entry, ended_at: null, outcome: 'running', output_tokens: 0 };
    this.entries[slot] = running;
    return (end) => {
      if (this.entries[slot] === running) this.entries[slot] = { ...running, ...end };
    };
  }

  /** Newest first; at most `limit` of those that have all given fields. */
  list(filter: Partial<CallEntry>, limit: number): CallEntry[] {
    const wanted = Object.entries(filter).filter(([, value]) => value !== undefined);
    const found: CallEntry[] = [];
    const oldest = Math.max(this.started - CALL_LOG_SIZE, 0);
    for (let index = this.started - 1; index >= oldest && found.length < limit; index -= 1) {
      const entry = this.entries[index % CALL_LOG_SIZE];
      if (entry && wanted.every(([name, value]) => entry[name as keyof CallEntry] === value)) found.push(entry);
    }
    return found;
  }

  clear(): void {
    this.entries.length = 0;
    this.started = 0;
  }
}

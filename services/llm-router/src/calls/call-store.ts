import { randomUUID } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import { BatchWriter, Database, ShutdownHooks, shutdownOrder } from '@botarmy/chassis';

import { RouterConfig } from '../config';
import type { BegunCall, CallToBegin, CallToExtend, CallToSettle, RecordedAnswer, SettledCall } from './call-rows';
import { isolateFailures } from './isolate-failures';
import { compareKeys, inKeyOrder } from './key-order';
import { LapsedReservations } from './lapsed-reservations';
import type { RefusalDetail } from './refusal-problem';

interface BegunRow {
  readonly outcome: BegunCall['outcome'];
  readonly own_call_id: string;
  readonly current_claim: number;
  readonly doubtful: boolean;
  readonly recorded: RecordedAnswer | null;
  readonly detail: (RefusalDetail & { readonly claim_ends_at: string }) | null;
}

interface SettledRow {
  readonly outcome: SettledCall['outcome'];
  readonly recorded: RecordedAnswer | null;
}

/** Keys that wait together share a commit; one alone is written at once. */
const BEGIN_TOGETHER = 64;
/** Fewer, since each carries its whole answer. */
const SETTLE_TOGETHER = 16;
const MOST_WAITING = 2_000;

/** The call record's writes. Each batch is one function call, hence one commit. */
@Injectable()
export class CallStore {
  /** Names this process as the owner of calls. */
  readonly owner = randomUUID();
  private readonly beginnings: BatchWriter<CallToBegin, BegunCall>;
  private readonly settlements: BatchWriter<CallToSettle, SettledCall>;

  constructor(
    private readonly database: Database,
    private readonly config: RouterConfig,
    private readonly lapsed: LapsedReservations,
    shutdown: ShutdownHooks,
  ) {
    this.beginnings = new BatchWriter({
      name: 'model-call-begin',
      maxItems: BEGIN_TOGETHER,
      maxQueued: MOST_WAITING,
      write: (calls) => isolateFailures(calls, (some) => this.writeBeginnings(some)),
    });
    this.settlements = new BatchWriter({
      name: 'model-call-settle',
      maxItems: SETTLE_TOGETHER,
      maxQueued: MOST_WAITING,
      write: (calls) => isolateFailures(calls, (some) => this.writeSettlements(some)),
    });
    shutdown.register('model-call-record', shutdownOrder.work, () => this.settlements.close());
  }

  /** Takes a call, or finds out why not. Before a refusal stands, what vanished owners hold is freed. */
  async begin(call: CallToBegin): Promise<BegunCall> {
    const begun = await this.beginnings.add(call);
    const isShort = begun.outcome === 'budget-exhausted' || begun.outcome === 'rate-limited';
    return isShort && (await this.lapsed.release()) > 0 ? this.beginnings.add(call) : begun;
  }

  /** Books what a call came to, with its news. Repeating it is harmless. */
  settle(call: CallToSettle): Promise<SettledCall> {
    return this.settlements.add(call);
  }

  /** Signs of life, with the requests so far where they changed; the ids of those that are still the owner's. */
  async extend(calls: readonly CallToExtend[]): Promise<ReadonlySet<string>> {
    const batch = JSON.stringify(calls.toSorted(compareKeys));
    const rows = await this.database.call<{ extended_call_id: string }>('extend_calls', batch);
    return new Set(rows.map(({ extended_call_id }) => extended_call_id));
  }

  private writeBeginnings(calls: readonly CallToBegin[]): Promise<BegunCall[]> {
    return inKeyOrder(calls, async (ordered) => {
      const { CALL_LEASE_MS, BUDGET_DAILY_MICROS } = this.config;
      const batch = JSON.stringify(ordered);
      const rows = await this.database.call<BegunRow>(
        'begin_calls',
        batch,
        this.owner,
        CALL_LEASE_MS,
        BUDGET_DAILY_MICROS,
      );
      return rows.map(begunCallOf);
    });
  }

  private writeSettlements(calls: readonly CallToSettle[]): Promise<SettledCall[]> {
    return inKeyOrder(calls, async (ordered) => {
      const rows = await this.database.call<SettledRow>('settle_calls', JSON.stringify(ordered));
      return rows.map(({ outcome, recorded }) => ({ outcome, ...(recorded === null ? {} : { answer: recorded }) }));
    });
  }
}

function begunCallOf({ outcome, own_call_id, current_claim, doubtful, recorded, detail }: BegunRow): BegunCall {
  switch (outcome) {
    case 'begun':
      return { outcome, callId: own_call_id, claim: current_claim, isDoubtful: doubtful };
    case 'replay':
    case 'cached':
      return { outcome, answer: given(recorded) };
    case 'in-flight':
      return { outcome, callId: own_call_id, claimEndsAt: given(detail).claim_ends_at };
    case 'outcome-unknown':
      return { outcome, callId: own_call_id };
    case 'downgrade':
      return { outcome, route: given(detail).route ?? '', budgetId: given(detail).budget_id };
    default:
      return { outcome, detail: given(detail) };
  }
}

function given<TValue>(value: TValue | null): TValue {
  if (value === null) throw new Error('begin_calls left out what its outcome needs');
  return value;
}

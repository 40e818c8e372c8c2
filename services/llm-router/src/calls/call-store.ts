import { randomUUID } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import { BatchWriter, Database, ShutdownHooks, shutdownOrder } from '@botarmy/chassis';

import { RouterConfig } from '../config';
import type { BegunCall, CallToBegin, CallToExtend, CallToSettle, RecordedAnswer, SettledCall } from './call-rows';
import { isolateFailures } from './isolate-failures';
import { compareKeys, inKeyOrder } from './key-order';

interface BegunRow {
  readonly outcome: BegunCall['outcome'];
  readonly own_call_id: string;
  readonly current_claim: number;
  readonly doubtful: boolean;
  readonly recorded: RecordedAnswer | null;
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

  /** Takes a call, or finds out why not. */
  begin(call: CallToBegin): Promise<BegunCall> {
    return this.beginnings.add(call);
  }

  /** Books what a call came to, with its news. Repeating it is harmless. */
  settle(call: CallToSettle): Promise<SettledCall> {
    return this.settlements.add(call);
  }

  /** Signs of life, with the requests so far where they changed. */
  async extend(calls: readonly CallToExtend[]): Promise<void> {
    await this.database.call('extend_calls', JSON.stringify(calls.toSorted(compareKeys)));
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

function begunCallOf({ outcome, own_call_id, current_claim, doubtful, recorded }: BegunRow): BegunCall {
  if (outcome === 'begun') return { outcome, callId: own_call_id, claim: current_claim, isDoubtful: doubtful };
  if (outcome === 'replay' && recorded !== null) return { outcome, answer: recorded };
  return { outcome: outcome === 'budget-exhausted' ? 'budget-exhausted' : 'in-flight' };
}

import { Problem } from '@botarmy/chassis';
import type { CompleteModelCallReply, CompleteModelCallRequest, ModelUsage } from '@botarmy/contracts';
import { UnavailableError } from '@botarmy/messaging';

import type { FaultPlan } from '../faults/fault-plan';
import type { FaultRates } from '../faults/fault-rates';
import type { Simulation } from '../kernel/simulation';

/** A call on record. */
export interface RecordedCall {
  readonly request: CompleteModelCallRequest;
  readonly reply: CompleteModelCallReply;
}

interface CallInHand {
  readonly waiting: {
    readonly resolve: (reply: CompleteModelCallReply) => void;
    readonly reject: (error: Error) => void;
  }[];
}

/** The router: one recorded call per idempotency key; who asks again under it waits for it or gets its answer. */
export class ModelRouter {
  readonly records = new Map<string, RecordedCall>();
  /** What providers were paid for, by what was meant: workflow, task, attempt and the words of the conversation. */
  readonly payments = new Map<string, number>();
  /** Payments nobody has an answer to show for: the router ended while a provider wrote. */
  readonly doubtful = new Map<string, number>();
  private readonly inHand = new Map<string, CallInHand>();
  private calls = 0;

  /** @param documentFor A document that meets the task's contract, or one that misses it. */
  constructor(
    private readonly simulation: Simulation,
    private readonly faults: FaultPlan,
    private readonly documentFor: (request: CompleteModelCallRequest, isGood: boolean) => string,
  ) {}

  /** Answers one call. */
  complete(request: CompleteModelCallRequest): Promise<CompleteModelCallReply> {
    const { idempotency_key: key } = request;
    const record = this.records.get(key);
    if (record !== undefined) return Promise.resolve({ ...record.reply, replayed: true });
    return new Promise((resolve, reject) => {
      const inHand = this.inHand.get(key);
      if (inHand !== undefined) {
        inHand.waiting.push({ resolve, reject });
        return;
      }
      const call: CallInHand = { waiting: [{ resolve, reject }] };
      this.inHand.set(key, call);
      const { random } = this.simulation;
      const slow = this.faults.strikes('modelSlow');
      const takesMs = slow ? random.logarithmic(20_000, 240_000) : random.logarithmic(500, 8_000);
      this.simulation.after(takesMs, () => this.end(request, call));
    });
  }

  private end(request: CompleteModelCallRequest, call: CallInHand): void {
    this.inHand.delete(request.idempotency_key);
    const refusal = this.refusal();
    if (refusal !== undefined) {
      for (const { reject } of call.waiting) reject(refusal);
      return;
    }
    add(this.payments, meaningOf(request));
    if (this.faults.strikes('routerCrash')) {
      add(this.doubtful, meaningOf(request));
      this.simulation.tell(() => `the router ends in call ${request.idempotency_key}`);
      const error = new UnavailableError('llm-router fell silent in the middle of an answer', { retryAfterMs: 500 });
      for (const { reject } of call.waiting) reject(error);
      return;
    }
    const reply = this.replyTo(request);
    this.records.set(request.idempotency_key, { request, reply });
    for (const { resolve } of call.waiting) resolve(reply);
  }

  private refusal(): Problem | undefined {
    const refused = (fault: keyof FaultRates, status: number, code: string, retryAfterMs?: number) =>
      this.faults.strikes(fault)
        ? new Problem({ status, code, title: 'No answer', detail: 'The provider did not answer.', retryAfterMs })
        : undefined;
    return (
      refused('modelBusy', 429, 'provider-busy', this.simulation.random.between(1, 30) * 1_000) ??
      refused('modelBroken', 502, 'provider-failed')
    );
  }

  private replyTo(request: CompleteModelCallRequest): CompleteModelCallReply {
    this.calls += 1;
    const isPartial = this.faults.strikes('modelPartial');
    const isGood = !this.faults.strikes('modelGarbage');
    const text = this.documentFor(request, isGood);
    const usage: ModelUsage = {
      provider: 'simulated',
      model: 'small',
      input_tokens: 100 + this.calls,
      output_tokens: 10 + this.calls,
      cost_micros: this.calls,
      calls: 1,
      simulated: true,
    };
    const ending = this.faults.strikes('modelWithholds') ? 'content_filter' : isPartial ? 'length' : 'stop';
    return { call_id: `call_${this.calls}`, text, finish_reason: ending, usage, replayed: false };
  }
}

/** What a call is about, whatever its key: repeating this must not be paid again. */
export function meaningOf({ workflow_id, task_id, attempt, messages }: CompleteModelCallRequest): string {
  return JSON.stringify([workflow_id, task_id, attempt, messages]);
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

import { createHash } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import { Clock, crashPoint, Logger, Problem, withCorrelation } from '@botarmy/chassis';
import { createId, modelCallSettled, subjectOf } from '@botarmy/contracts';
import type { CompleteModelCallReply, CompleteModelCallRequest } from '@botarmy/contracts';
import type { StreamContext } from '@botarmy/messaging';

import { TryCandidates } from '../asking/try-candidates';
import { mostMicrosOf, outputLimitOf } from '../models/cost-of';
import { RouteBook } from '../routes/route-book';
import type { Candidate } from '../routes/route-book';
import { usageOf } from './call-rows';
import type { CallToBegin, RecordedAnswer } from './call-rows';
import { CallStore } from './call-store';
import { CallMetrics } from './call.metrics';
import { withinLimits } from './limits';
import { PerformCall } from './perform-call';
import { WaitForOwner } from './wait-for-owner';

/** Answers a model call: from the record where it was answered before, else by asking a provider, once. */
@Injectable()
export class CompleteCall {
  constructor(
    private readonly routes: RouteBook,
    private readonly tries: TryCandidates,
    private readonly store: CallStore,
    private readonly performer: PerformCall,
    private readonly waiting: WaitForOwner,
    private readonly metrics: CallMetrics,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /**
   * The key says what is meant, never the words: a repetition gets the recorded answer although its prompt reads differently.
   *
   * @throws {Problem} 402 `budget-exhausted`, or what the route's or the providers' failure means.
   */
  async complete(request: CompleteModelCallRequest, context: StreamContext): Promise<CompleteModelCallReply> {
    const { workflow_id, task_id, agent_id } = request;
    return withCorrelation({ workflow_id, task_id, agent_id }, async () => {
      try {
        const { answer, isReplay } = await withinLimits(this.clock, request.timeout_ms, context.signal, (signal) =>
          this.answer(request, context, signal),
        );
        this.metrics.ended(isReplay ? 'replayed' : 'completed');
        const { call_id, text, finish_reason } = answer;
        return { call_id, text, finish_reason, usage: usageOf(answer), replayed: isReplay };
      } catch (error) {
        this.metrics.ended('failed');
        throw error;
      }
    });
  }

  private async answer(
    request: CompleteModelCallRequest,
    context: StreamContext,
    signal: AbortSignal,
  ): Promise<{ answer: RecordedAnswer; isReplay: boolean }> {
    const candidates = this.routes.candidatesOf(request.route);
    assertAnnounceable(context.caller.tenant_id, request.workflow_id);
    const call = this.callToBegin(request, context.caller.tenant_id, candidates);
    for (;;) {
      crashPoint('router.before-begin');
      const begun = await this.store.begin(call);
      crashPoint('router.after-begin');
      if (begun.outcome === 'replay') {
        context.delta(begun.answer.text);
        return { answer: begun.answer, isReplay: true };
      }
      if (begun.outcome === 'budget-exhausted') throw budgetExhausted();
      if (begun.outcome === 'begun') {
        const { tenant_id, idempotency_key } = call;
        const held = { tenant_id, idempotency_key, call_id: begun.callId, claim: begun.claim };
        if (begun.isDoubtful) {
          this.metrics.tookOver();
          this.logger.warn({ call_id: begun.callId }, 'call taken over: a provider may have been paid twice');
        }
        const answer = await this.performer.perform({
          held,
          request,
          prompt: promptOf(request),
          candidates,
          signal,
          sink: context,
        });
        return { answer, isReplay: false };
      }
      await this.waiting.untilFree(call.tenant_id, call.idempotency_key, signal);
    }
  }

  private callToBegin(
    request: CompleteModelCallRequest,
    tenant_id: string,
    candidates: readonly [Candidate, ...Candidate[]],
  ): CallToBegin {
    const { idempotency_key, workflow_id, task_id, attempt, agent_id, route, messages, max_output_tokens } = request;
    const mostMicros = candidates.map(({ provider, facts }) =>
      provider.simulated ? 0 : mostMicrosOf(facts, messages, outputLimitOf(facts, max_output_tokens)),
    );
    return {
      call_id: createId('call'),
      tenant_id,
      idempotency_key,
      workflow_id,
      task_id,
      attempt,
      agent_id,
      route,
      request_sha256: requestSha256(request),
      reserved_micros: Math.max(...mostMicros),
      intent: this.tries.intentOf(candidates[0]),
    };
  }
}

/** Found out before anything is paid: the outcome is announced under the workflow's id. */
function assertAnnounceable(tenantId: string, workflowId: string): void {
  try {
    subjectOf(modelCallSettled, tenantId, workflowId);
  } catch (cause) {
    const detail = 'The workflow id cannot be part of a subject: use lower-case letters, digits, "_" and "-".';
    throw new Problem({ status: 400, code: 'invalid-workflow-id', title: 'Invalid workflow id', detail, cause });
  }
}

function promptOf({ messages, max_output_tokens, temperature, idempotency_key }: CompleteModelCallRequest) {
  return { messages, maxOutputTokens: max_output_tokens, temperature, idempotencyKey: idempotency_key };
}

function requestSha256({ route, messages, max_output_tokens, temperature }: CompleteModelCallRequest): string {
  const turns = messages.map(({ role, content }) => [role, content]);
  return createHash('sha256')
    .update(JSON.stringify([route, turns, max_output_tokens, temperature]))
    .digest('hex');
}

function budgetExhausted(): Problem {
  return new Problem({
    status: 402,
    code: 'budget-exhausted',
    title: 'Budget exhausted',
    detail: 'The most this call can cost does not fit into the budget of the day: raise BUDGET_DAILY_MICROS or wait.',
  });
}

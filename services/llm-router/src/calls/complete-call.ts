import { Injectable } from '@nestjs/common';

import { Clock, crashPoint, Logger, Problem, withCorrelation } from '@botarmy/chassis';
import { modelCallSettled, subjectOf } from '@botarmy/contracts';
import type { StreamContext } from '@botarmy/messaging';

import { ChooseRoute } from '../routes/choose-route';
import type { RouteDecision } from '../routes/choose-route';
import { routeQuestionOf } from '../routes/route-question';
import { StopsInForce } from '../stops/stops-in-force';
import type { AskedCall } from './asked-call';
import { BuildCall } from './build-call';
import type { BuiltCall } from './build-call';
import type { BegunCall, RecordedAnswer } from './call-rows';
import { CallStore } from './call-store';
import { CallMetrics } from './call.metrics';
import { withinLimits } from './limits';
import { PerformCall } from './perform-call';
import { callInProgress, outcomeUnknown, refusalProblem } from './refusal-problem';
import { ShadowCalls } from './shadow-calls';
import { WaitForOwner } from './wait-for-owner';

/** An answer, and whether it was on record already. */
export interface CompletedCall {
  readonly answer: RecordedAnswer;
  readonly isReplay: boolean;
}

/** Answers a model call: from the record where it was answered before, else by asking a provider, once. */
@Injectable()
export class CompleteCall {
  constructor(
    private readonly routes: ChooseRoute,
    private readonly build: BuildCall,
    private readonly store: CallStore,
    private readonly performer: PerformCall,
    private readonly waiting: WaitForOwner,
    private readonly shadows: ShadowCalls,
    private readonly stops: StopsInForce,
    private readonly metrics: CallMetrics,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /**
   * The key says what is meant, never the words: a repetition gets the recorded answer although its prompt reads differently.
   *
   * @throws {Problem} 402 `budget-exhausted`, `approval-needed` or `price-unknown`, 429 `rate-limited`, 409 `outcome-unknown` or
   *   `call-in-progress`, or what the route's or the providers' failure means.
   */
  async complete(asked: AskedCall, context: StreamContext): Promise<CompletedCall> {
    const { workflow_id, task_id, agent_id } = asked.scope;
    return withCorrelation({ workflow_id, task_id, agent_id }, async () => {
      try {
        const startMs = this.clock.monotonicMs();
        const completed = await this.answerUnlessStopped(asked, context);
        const { provider_ms } = completed.answer;
        if (provider_ms !== undefined) this.metrics.spentBesides(this.clock.monotonicMs() - startMs - provider_ms);
        this.metrics.ended(completed.isReplay ? 'replayed' : 'completed');
        return completed;
      } catch (error) {
        this.metrics.ended('failed');
        throw error;
      }
    });
  }

  private async answerUnlessStopped(asked: AskedCall, context: StreamContext): Promise<CompletedCall> {
    const { process, agent_id } = asked.scope;
    const { signal, release } = this.stops.watch({ tenantId: context.caller.tenant_id, agentId: agent_id, process });
    const leaving = AbortSignal.any([context.signal, signal]);
    try {
      return await withinLimits(this.clock, asked.timeoutMs, leaving, (limited) =>
        this.answer(asked, context, limited),
      );
    } finally {
      release();
    }
  }

  private async answer(question: AskedCall, context: StreamContext, signal: AbortSignal): Promise<CompletedCall> {
    assertAnnounceable(context.caller.tenant_id, question.scope.workflow_id);
    let asked = question;
    let decision = this.decide(asked, asked.route, context);
    let built = this.build.build(asked, context.caller, decision, asked.route);
    for (;;) {
      crashPoint('router.before-begin');
      const begun = await this.store.begin(built.row);
      crashPoint('router.after-begin');
      switch (begun.outcome) {
        case 'replay':
        case 'cached':
          context.delta(begun.answer.text);
          return { answer: begun.answer, isReplay: true };
        case 'begun': {
          const answer = await this.perform(asked, built, begun, decision, signal, context);
          if (answer !== undefined) return { answer, isReplay: false };
          break;
        }
        case 'downgrade':
          this.logger.info(
            { budget_id: begun.budgetId, route: begun.route },
            'call goes the cheaper route of a budget',
          );
          decision = this.decide(asked, begun.route, context);
          built = this.build.build(asked, context.caller, decision, begun.route);
          break;
        case 'in-flight':
          if (!asked.waitsForOwner) throw callInProgress(begun.callId, begun.claimEndsAt);
          await this.waiting.untilFree(built.row.tenant_id, built.row.idempotency_key, signal);
          break;
        case 'outcome-unknown':
          throw outcomeUnknown(begun.callId);
        default: {
          const shorter = asked === question && this.build.shorten(asked, context.caller, decision, begun.detail);
          if (!shorter) throw refusalProblem(begun.outcome, begun.detail);
          asked = shorter;
          built = this.build.build(asked, context.caller, decision, built.row.route);
        }
      }
    }
  }

  private decide(asked: AskedCall, route: string, { caller }: StreamContext): RouteDecision {
    return this.routes.choose(routeQuestionOf({ ...asked, route }, caller.tenant_id));
  }

  private async perform(
    asked: AskedCall,
    built: BuiltCall,
    begun: Extract<BegunCall, { outcome: 'begun' }>,
    decision: RouteDecision,
    signal: AbortSignal,
    sink: StreamContext,
  ): Promise<RecordedAnswer | undefined> {
    const { tenant_id, idempotency_key } = built.row;
    const held = { tenant_id, idempotency_key, call_id: begun.callId, claim: begun.claim };
    if (begun.isDoubtful) {
      this.metrics.tookOver();
      this.logger.warn({ call_id: begun.callId }, 'call taken over: a provider may have been paid twice');
    }
    const { candidates } = decision;
    const { prompt, guard } = asked;
    const call = { held, built, prompt, candidates, signal, sink, ...(guard === undefined ? {} : { guard }) };
    const answer = await this.performer.perform(call);
    // Only now, so that whoever waits for the answer waits for nothing else.
    if (answer !== undefined) this.shadows.launch(asked, decision, sink.caller);
    return answer;
  }
}

/** Found out before anything is paid: the outcome is announced under the workflow's id. */
function assertAnnounceable(tenantId: string, workflowId: string | undefined): void {
  if (workflowId === undefined) return;
  try {
    subjectOf(modelCallSettled, tenantId, workflowId);
  } catch (cause) {
    const detail = 'The workflow id cannot be part of a subject: use lower-case letters, digits, "_" and "-".';
    throw new Problem({ status: 400, code: 'invalid-workflow-id', title: 'Invalid workflow id', detail, cause });
  }
}

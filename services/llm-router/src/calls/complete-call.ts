import { Injectable } from '@nestjs/common';

import { Clock, crashPoint, Logger, Problem, withCorrelation } from '@botarmy/chassis';
import { modelCallSettled, subjectOf } from '@botarmy/contracts';
import type { ModelCallRouting } from '@botarmy/contracts';
import type { StreamContext } from '@botarmy/messaging';

import type { Candidate } from '../routes/candidate';
import { ChooseRoute } from '../routes/choose-route';
import type { RouteQuestion } from '../routes/choose-route';
import type { RequestBounds } from '../routes/unfit-reasons';
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
        const completed = await this.answerUnlessStopped(asked, context);
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

  private async answer(asked: AskedCall, context: StreamContext, signal: AbortSignal): Promise<CompletedCall> {
    assertAnnounceable(context.caller.tenant_id, asked.scope.workflow_id);
    let candidates = this.candidatesOf(asked, asked.route, context);
    let built = this.build.build(asked, context.caller, candidates, asked.route);
    for (;;) {
      crashPoint('router.before-begin');
      const begun = await this.store.begin(built.row);
      crashPoint('router.after-begin');
      switch (begun.outcome) {
        case 'replay':
        case 'cached':
          context.delta(begun.answer.text);
          return { answer: begun.answer, isReplay: true };
        case 'begun':
          return { answer: await this.perform(asked, built, begun, candidates, signal, context), isReplay: false };
        case 'downgrade':
          this.logger.info(
            { budget_id: begun.budgetId, route: begun.route },
            'call goes the cheaper route of a budget',
          );
          candidates = this.candidatesOf(asked, begun.route, context);
          built = this.build.build(asked, context.caller, candidates, begun.route);
          break;
        case 'in-flight':
          if (!asked.waitsForOwner) throw callInProgress(begun.callId, begun.claimEndsAt);
          await this.waiting.untilFree(built.row.tenant_id, built.row.idempotency_key, signal);
          break;
        case 'outcome-unknown':
          throw outcomeUnknown(begun.callId);
        default:
          throw refusalProblem(begun.outcome, begun.detail);
      }
    }
  }

  private candidatesOf(asked: AskedCall, route: string, { caller }: StreamContext): [Candidate, ...Candidate[]] {
    const { prompt, routing } = asked;
    const question = { route, prompt, tenantId: caller.tenant_id, ...boundsOf(routing), ...askerOf(asked) };
    return this.routes.choose(question).candidates;
  }

  private perform(
    asked: AskedCall,
    built: BuiltCall,
    begun: Extract<BegunCall, { outcome: 'begun' }>,
    candidates: readonly [Candidate, ...Candidate[]],
    signal: AbortSignal,
    sink: StreamContext,
  ): Promise<RecordedAnswer> {
    const { tenant_id, idempotency_key } = built.row;
    const held = { tenant_id, idempotency_key, call_id: begun.callId, claim: begun.claim };
    if (begun.isDoubtful) {
      this.metrics.tookOver();
      this.logger.warn({ call_id: begun.callId }, 'call taken over: a provider may have been paid twice');
    }
    return this.performer.perform({ held, built, prompt: asked.prompt, candidates, signal, sink });
  }
}

function boundsOf({ regions, data_labels }: ModelCallRouting): RequestBounds {
  return {
    ...(regions === undefined ? {} : { regions }),
    ...(data_labels === undefined ? {} : { dataLabels: data_labels }),
  };
}

/** Who asks, and what is known of the task: routes may go by it. */
function askerOf({
  scope,
  routing,
}: AskedCall): Pick<RouteQuestion, 'process' | 'agentId' | 'taskKind' | 'earlierFailures'> {
  return {
    ...(scope.process === undefined ? {} : { process: scope.process }),
    ...(scope.agent_id === undefined ? {} : { agentId: scope.agent_id }),
    ...(routing.task_kind === undefined ? {} : { taskKind: routing.task_kind }),
    ...(routing.earlier_failures === undefined ? {} : { earlierFailures: routing.earlier_failures }),
  };
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

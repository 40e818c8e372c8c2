import { Injectable } from '@nestjs/common';

import { Problem } from '@botarmy/chassis';
import { ConfigurationInForce } from '@botarmy/messaging';

import { ModelHealth } from '../health/model-health';
import type { Prompt } from '../prompt/prompt';
import type { Candidate, ServedChoice } from './candidate';
import { complexityOf } from './complexity';
import type { Complexity, ComplexityHints } from './complexity';
import { orderChoices } from './order-choices';
import type { Route, RouteAssignment, RouteScope, SharedChoice, Strategy } from './route';
import { RouteBook } from './route-book';
import { steadyShare } from './steady-share';
import { unfitReasons, WINDOW_REASON } from './unfit-reasons';
import type { RequestBounds } from './unfit-reasons';

/** What a choice of models goes by. */
export interface RouteQuestion extends RequestBounds, ComplexityHints {
  readonly route: string;
  readonly prompt: Prompt;
  readonly tenantId: string;
  readonly process?: string;
  readonly agentId?: string;
}

/** A choice that was left out, and why. */
export interface LeftOut {
  readonly provider: string;
  readonly model: string;
  readonly reasons: readonly string[];
}

/** What came of a choice, whether a model fits or not. */
export interface RouteFinding {
  /** The route that was followed. */
  readonly route: string;
  readonly strategy: Strategy;
  readonly candidates: readonly Candidate[];
  readonly leftOut: readonly LeftOut[];
  /** What sent the request to this route instead of the one it asked for. */
  readonly assignment?: RouteAssignment;
  /** How hard the request is, whether the route goes by it or not. */
  readonly complexity: Complexity;
  /** True when the first candidate is there for its share of the requests. */
  readonly isCanary: boolean;
  /** To be asked besides, for the record alone. */
  readonly shadow?: Candidate;
}

/** The models to ask, in order, and why these. */
export interface RouteDecision extends RouteFinding {
  readonly candidates: [Candidate, ...Candidate[]];
}

/** Chooses which models of a route are asked, in which order. */
@Injectable()
export class ChooseRoute {
  constructor(
    private readonly routes: RouteBook,
    private readonly health: ModelHealth,
    private readonly configuration: ConfigurationInForce,
  ) {}

  /**
   * A model that cannot do what the request needs is never among them.
   *
   * @throws {Problem} 400 `unknown-route`, `route-not-served`, or `no-model-fits` with a reason per model; `context-length-exceeded` where a
   *   shorter request would do.
   */
  choose(question: RouteQuestion): RouteDecision {
    const finding = this.find(question);
    const [first, ...rest] = finding.candidates;
    if (first === undefined) throw noModelFits(finding.route, finding.leftOut);
    return { ...finding, candidates: [first, ...rest] };
  }

  /**
   * The same where no model may fit.
   *
   * @throws {Problem} 400 `unknown-route` or `route-not-served`.
   */
  find(question: RouteQuestion): RouteFinding {
    const { prompt } = question;
    const { name, route, served, assignment } = this.routes.find(question.route, scopeOf(question));
    const bounds = boundsOf(route, question);
    const leftOut: LeftOut[] = [];
    const fits = ({ candidate: { provider, facts } }: ServedChoice): boolean => {
      const reasons = unfitReasons(facts, prompt, bounds);
      if (reasons.length > 0) leftOut.push({ provider: provider.id, model: facts.model, reasons });
      return reasons.length === 0;
    };
    const complexity = complexityOf(prompt, question, route.weights);
    const wanted = this.configuration.of(question.tenantId)['llm_providers'];
    const providers = Array.isArray(wanted) ? (wanted as string[]) : [];
    const order = { strategy: route.strategy, prompt, complexity, health: this.health, providers };
    const canary = this.drawn(route.canary, prompt, 'canary').filter(fits);
    const ordered = orderChoices(served.filter(fits), order).filter((choice) => !isSame(choice, canary[0]));
    const [shadow] = this.drawn(route.shadow, prompt, 'shadow').filter(fits);
    return {
      route: name,
      strategy: route.strategy,
      candidates: [...canary, ...ordered].map(({ candidate }) => candidate),
      leftOut,
      complexity,
      isCanary: canary.length > 0,
      ...(assignment === undefined ? {} : { assignment }),
      ...(shadow === undefined ? {} : { shadow: shadow.candidate }),
    };
  }

  /** The choice, when this call belongs to its share. */
  private drawn(shared: SharedChoice | undefined, prompt: Prompt, purpose: string): ServedChoice[] {
    if (shared === undefined || steadyShare(prompt.idempotencyKey, purpose) >= shared.share) return [];
    return this.routes.serve({ provider: shared.provider, model: shared.model });
  }
}

function scopeOf({ tenantId: tenant, process, agentId }: RouteQuestion): RouteScope {
  return {
    tenant,
    ...(process === undefined ? {} : { process }),
    ...(agentId === undefined ? {} : { agent: agentId }),
  };
}

/** What the route demands holds besides what the request demands. */
function boundsOf({ regions, dataLabels = [] }: Route, question: RouteQuestion): RequestBounds {
  const both = [regions, question.regions].filter((list) => list !== undefined);
  const allowed = both.length === 2 ? both[0]?.filter((region) => both[1]?.includes(region)) : both[0];
  return {
    dataLabels: [...new Set([...dataLabels, ...(question.dataLabels ?? [])])],
    ...(allowed === undefined ? {} : { regions: allowed }),
  };
}

function isSame({ candidate }: ServedChoice, other: ServedChoice | undefined): boolean {
  return candidate.provider === other?.candidate.provider && candidate.facts === other.candidate.facts;
}

function noModelFits(route: string, leftOut: readonly LeftOut[]): Problem {
  const reasons = leftOut.map(({ provider, model, reasons }) => `${provider}/${model} ${reasons.join(' and ')}`);
  const isTooLong = leftOut.every((left) => left.reasons.every((reason) => reason.startsWith(WINDOW_REASON)));
  return new Problem({
    status: 400,
    code: isTooLong ? 'context-length-exceeded' : 'no-model-fits',
    title: isTooLong ? 'Request too long' : 'No model fits the request',
    detail: `No model of the route "${route}" can be asked this: ${reasons.join('; ')}.`,
  });
}

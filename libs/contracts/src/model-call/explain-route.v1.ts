import { defineQuestion } from '../define-question';
import { Count, Decimal, Flag, Identifier, ListOf, Nested, OneOf, Text, TextList } from '../fields';
import { ModelCallRouting, ModelCallScope } from './complete-model-call.v2';
import { ModelOutputFormat, ModelTool, ModelToolChoice, ModelTurn } from './model-content.v2';

/** A request as it would be asked. Nothing is asked, nothing is paid. */
export class ExplainRouteRequest {
  /** Name of a route, or `provider/model`. */
  @Text({ min: 1, max: 200, pattern: /^[A-Za-z0-9][A-Za-z0-9_:./@-]*$/ }) route!: string;
  /** Shares of canaries, shadows and weights are drawn by the key; any request's where absent. */
  @Text({ min: 1, max: 300, pattern: /^[A-Za-z0-9_:./-]+$/, optional: true }) idempotency_key?: string;
  @Nested(() => ModelCallScope, { optional: true }) scope?: ModelCallScope;
  @Nested(() => ModelCallRouting, { optional: true }) routing?: ModelCallRouting;
  @ListOf(() => ModelTurn, { maxItems: 500 }) turns!: ModelTurn[];
  @ListOf(() => ModelTool, { maxItems: 128, optional: true }) tools?: ModelTool[];
  @Nested(() => ModelToolChoice, { optional: true }) tool_choice?: ModelToolChoice;
  @Flag({ optional: true }) parallel_tool_calls?: boolean;
  @Nested(() => ModelOutputFormat, { optional: true }) output?: ModelOutputFormat;
  @OneOf(['none', 'low', 'medium', 'high'], { optional: true }) reasoning_effort?: 'none' | 'low' | 'medium' | 'high';
  /** 1,000 where absent. */
  @Count({ min: 1, max: 200_000, optional: true }) max_output_tokens?: number;
  @Decimal({ min: 0, max: 2, optional: true }) temperature?: number;
  @Decimal({ min: 0, max: 1, optional: true }) top_p?: number;
  @TextList({ maxItems: 4, max: 200, optional: true }) stop?: string[];
  @Count({ optional: true }) seed?: number;
}

/** One part of a score: how much there is of it, 0 to 1, and what that counts. */
export class ComplexityPartView {
  @Identifier() name!: string;
  @Decimal({ min: 0, max: 1 }) value!: number;
  @Decimal() weight!: number;
}

/** How hard a request is. */
export class ComplexityView {
  @Decimal() score!: number;
  @OneOf(['small', 'medium', 'large']) tier!: string;
  @ListOf(() => ComplexityPartView) parts!: ComplexityPartView[];
}

/** A model that would be asked. */
export class RouteCandidateView {
  @Text({ max: 128 }) provider!: string;
  @Text({ max: 128 }) model!: string;
  @Flag() simulated!: boolean;
  /** The most the request could cost, in millionths of a US dollar; null when nobody knows its price. */
  @Count({ nullable: true }) most_micros!: number | null;
  @Text({ max: 128, nullable: true }) price_version!: string | null;
}

/** A model that would not, and why. */
export class LeftOutView {
  @Text({ max: 128 }) provider!: string;
  @Text({ max: 128 }) model!: string;
  @TextList({ maxItems: 50, max: 500 }) reasons!: string[];
}

/** Why a request goes where it goes. */
export class ExplainRouteReply {
  @Text({ max: 200 }) asked!: string;
  /** The route that would be followed. */
  @Text({ max: 200 }) route!: string;
  /** The assignment that leads from the one asked for to it, in words; null where there is none. */
  @Text({ max: 500, nullable: true }) assignment!: string | null;
  @Text({ max: 32 }) strategy!: string;
  @Nested(() => ComplexityView) complexity!: ComplexityView;
  /** In the order they would be asked; empty when no model fits. */
  @ListOf(() => RouteCandidateView) candidates!: RouteCandidateView[];
  @ListOf(() => LeftOutView) left_out!: LeftOutView[];
  /** True when the first one is there for its share of the requests. */
  @Flag() is_canary!: boolean;
  /** Asked besides, for comparison alone. */
  @Nested(() => RouteCandidateView, { nullable: true }) shadow!: RouteCandidateView | null;
}

/** Why a request would be answered by which models. Refuses with 400 `unknown-route`, `route-not-served`, `invalid-prompt`. */
export const explainRoute = defineQuestion({
  answeredBy: 'llm-router',
  askedBy: ['gateway', 'orchestrator'],
  entity: 'route',
  verb: 'explain',
  version: 1,
  request: ExplainRouteRequest,
  reply: ExplainRouteReply,
  role: 'operator',
});

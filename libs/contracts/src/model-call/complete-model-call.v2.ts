import { defineQuestion } from '../define-question';
import { Count, Decimal, Flag, Identifier, JsonObject, ListOf, Nested, OneOf, Text, TextList } from '../fields';
import { ModelOutputFormat, ModelPart, ModelTool, ModelToolChoice, ModelTurn } from './model-content.v2';

/** On whose behalf a call is made: what budgets, routes and the ledger go by. Calls of the public door have no workflow. */
export class ModelCallScope {
  @Identifier({ optional: true }) workflow_id?: string;
  @Identifier({ optional: true }) process?: string;
  @Identifier({ optional: true }) stage_id?: string;
  @Identifier({ optional: true }) task_id?: string;
  @Count({ min: 1, optional: true }) attempt?: number;
  @Identifier({ optional: true }) agent_id?: string;
  @Identifier({ optional: true }) group_id?: string;
  @Identifier({ optional: true }) virtual_key_id?: string;
}

/** What the choice of a model goes by besides the request itself. */
export class ModelCallRouting {
  /** Such as `plan`, `write`, `review`, `extract`. */
  @Identifier({ optional: true }) task_kind?: string;
  /** How often this task has failed before. */
  @Count({ max: 100, optional: true }) earlier_failures?: number;
  /** Regions the request may be processed in; every region where absent. */
  @TextList({ maxItems: 20, max: 64, optional: true }) regions?: string[];
  /** Labels of the data in the request, such as `personal`; only models cleared for all of them are asked. */
  @TextList({ maxItems: 20, max: 64, optional: true }) data_labels?: string[];
}

/** Complete a conversation. The idempotency key says what is meant, never the words. */
export class CompleteModelCallV2Request {
  @Text({ min: 1, max: 300, pattern: /^[A-Za-z0-9_:./-]+$/ }) idempotency_key!: string;
  /** Name of a route, or `provider/model` for exactly that model. */
  @Text({ min: 1, max: 200, pattern: /^[A-Za-z0-9][A-Za-z0-9_:./@-]*$/ }) route!: string;
  @Nested(() => ModelCallScope) scope!: ModelCallScope;
  @Nested(() => ModelCallRouting, { optional: true }) routing?: ModelCallRouting;
  @ListOf(() => ModelTurn, { maxItems: 500 }) turns!: ModelTurn[];
  @ListOf(() => ModelTool, { maxItems: 128, optional: true }) tools?: ModelTool[];
  @Nested(() => ModelToolChoice, { optional: true }) tool_choice?: ModelToolChoice;
  @Flag({ optional: true }) parallel_tool_calls?: boolean;
  @Nested(() => ModelOutputFormat, { optional: true }) output?: ModelOutputFormat;
  @OneOf(['none', 'low', 'medium', 'high'], { optional: true }) reasoning_effort?: 'none' | 'low' | 'medium' | 'high';
  @Count({ min: 1, max: 200_000 }) max_output_tokens!: number;
  @Decimal({ min: 0, max: 2, optional: true }) temperature?: number;
  @Decimal({ min: 0, max: 1, optional: true }) top_p?: number;
  @TextList({ maxItems: 4, max: 200, optional: true }) stop?: string[];
  @Count({ optional: true }) seed?: number;
  /** Total milliseconds the caller is willing to wait. */
  @Count({ min: 1_000, max: 3_600_000 }) timeout_ms!: number;
  /** What happens when an answer breaks off after its first text: start again elsewhere (`reset`), or say so (`fail`). */
  @OneOf(['reset', 'fail'], { optional: true }) on_broken_stream?: 'reset' | 'fail';
  /** Whether an identical request of the same permission may be answered from the cache, and fill it; `no-store` where absent. */
  @OneOf(['use', 'no-store'], { optional: true }) cache?: 'use' | 'no-store';
  /** Seconds an answer stays in the cache. */
  @Count({ min: 1, max: 2_592_000, optional: true }) cache_ttl_s?: number;
  /** What happens while somebody else works on the same key: wait for the answer, or be refused with the time the claim ends. */
  @OneOf(['wait', 'refuse'], { optional: true }) on_in_progress?: 'wait' | 'refuse';
  /** True when carrying the answer out has effects outside, so that a call of unknown outcome is a person's decision. */
  @Flag({ optional: true }) has_side_effects?: boolean;
}

/** Tokens by class and what they cost; the classes do not overlap. */
export class ModelTokenUsage {
  @Text({ max: 64 }) provider!: string;
  @Text({ max: 128 }) model!: string;
  /** Input that was neither read from nor written to the provider's cache. */
  @Count() input_tokens!: number;
  @Count() cache_write_tokens!: number;
  @Count() cache_read_tokens!: number;
  /** Output without reasoning. */
  @Count() output_tokens!: number;
  @Count() reasoning_tokens!: number;
  /** Millionths of a US dollar; null when the price is unknown. */
  @Count({ nullable: true }) cost_micros!: number | null;
  /** True when the provider did not say and the counts are a bound. */
  @Flag() estimated!: boolean;
  @Flag() simulated!: boolean;
  /** What the provider said, as it said it. */
  @JsonObject({ optional: true }) raw?: Record<string, unknown>;
}

/** The end of a streamed answer. Text arrives in pieces; reasoning and tool calls come whole, here. */
export class CompleteModelCallV2Reply {
  @Identifier() call_id!: string;
  @Text({ max: 2_000_000 }) text!: string;
  @ListOf(() => ModelPart, { maxItems: 200 }) reasoning!: ModelPart[];
  @ListOf(() => ModelPart, { maxItems: 200 }) tool_calls!: ModelPart[];
  @OneOf(['stop', 'length', 'tool_calls', 'content_filter', 'other']) finish_reason!: string;
  @Text({ max: 64 }) raw_finish_reason!: string;
  @Nested(() => ModelTokenUsage) usage!: ModelTokenUsage;
  /** True when a finished call under the same key was replayed and nothing was paid. */
  @Flag() replayed!: boolean;
  /** Milliseconds the providers took; absent for a replay. */
  @Decimal({ min: 0, optional: true }) provider_ms?: number;
}

/** Asks the router for a completion with parts, tools and structured output. */
export const completeModelCallV2 = defineQuestion({
  answeredBy: 'llm-router',
  askedBy: ['agent-runner', 'gateway', 'hitl', 'orchestrator'],
  entity: 'model-call',
  verb: 'complete',
  version: 2,
  request: CompleteModelCallV2Request,
  reply: CompleteModelCallV2Reply,
  role: 'operator',
  streamed: true,
});

import { defineQuestion } from '../define-question';
import { Count, Flag, Identifier, JsonObject, ListOf, OneOf, Text, Timestamp } from '../fields';

/** `outcome_unknown`: its owner vanished, and a provider may have been paid. */
export const MODEL_CALL_STATES = ['claimed', 'done', 'failed', 'outcome_unknown'] as const;

/** `repeat`: whoever asks for it again may have it made again. `accept-as-lost`: nobody will; it stays refused. */
export const MODEL_CALL_RESOLUTIONS = ['repeat', 'accept-as-lost'] as const;

/** Which calls to list, newest first. */
export class ListModelCallsRequest {
  @OneOf(MODEL_CALL_STATES, { optional: true }) state?: (typeof MODEL_CALL_STATES)[number];
  /** Only those of which a request ended without anybody knowing how. */
  @Flag({ optional: true }) doubtful?: boolean;
  @Identifier({ optional: true }) workflow_id?: string;
  @Identifier({ optional: true }) call_id?: string;
  @Text({ max: 200, optional: true }) cursor?: string;
  @Count({ min: 1, max: 200, optional: true }) limit?: number;
}

/** One call on record; its words are not part of it. */
export class ModelCallView {
  @Identifier() call_id!: string;
  @Text({ max: 300 }) idempotency_key!: string;
  @OneOf(MODEL_CALL_STATES) state!: string;
  @Text({ max: 64, nullable: true }) error_code!: string | null;
  @Text({ max: 128, nullable: true }) workflow_id!: string | null;
  @Text({ max: 128, nullable: true }) stage_id!: string | null;
  @Text({ max: 128, nullable: true }) task_id!: string | null;
  @Count({ nullable: true }) attempt!: number | null;
  @Text({ max: 128, nullable: true }) agent_id!: string | null;
  @Text({ max: 128, nullable: true }) virtual_key_id!: string | null;
  @Text({ max: 200 }) route!: string;
  @Text({ max: 128, nullable: true }) provider!: string | null;
  @Text({ max: 128, nullable: true }) model!: string | null;
  @Count() input_tokens!: number;
  @Count() output_tokens!: number;
  /** Millionths of a US dollar under this key; null when a part of it is unknown. */
  @Count({ nullable: true }) cost_micros!: number | null;
  @Count() provider_requests!: number;
  @Count() doubtful_requests!: number;
  /** True when repeating it may have effects twice, so that a person decides. */
  @Flag() has_side_effects!: boolean;
  /** True when a person has to say whether it is repeated. */
  @Flag() needs_decision!: boolean;
  /** What a person said about it. */
  @OneOf(MODEL_CALL_RESOLUTIONS, { nullable: true }) resolution!: string | null;
  @Text({ max: 128, nullable: true }) resolved_by!: string | null;
  @Timestamp({ nullable: true }) resolved_at!: string | null;
  /** How hard the request is; null where it was not worked out. */
  @Text({ max: 16, nullable: true }) tier!: string | null;
  /** Why these models were asked: strategy, candidates, who was left out and why, the parts of the score. */
  @JsonObject({ nullable: true }) decision!: Record<string, unknown> | null;
  /** When the claim of a running call ends unless it gives a sign of life; null for others. */
  @Timestamp({ nullable: true }) claim_ends_at!: string | null;
  @Timestamp() created_at!: string;
  @Timestamp({ nullable: true }) settled_at!: string | null;
}

/** A page of calls. */
export class ListModelCallsReply {
  @ListOf(() => ModelCallView) calls!: ModelCallView[];
  @Text({ max: 200, nullable: true }) next_cursor!: string | null;
}

/** Decides about a call of unknown outcome. */
export class ResolveModelCallRequest {
  @Identifier() call_id!: string;
  @OneOf(MODEL_CALL_RESOLUTIONS) resolution!: (typeof MODEL_CALL_RESOLUTIONS)[number];
  /** Why; it stands in the record. */
  @Text({ min: 1, max: 500 }) reason!: string;
}

/** The decision as it stands. */
export class ResolveModelCallReply {
  @Identifier() call_id!: string;
  @OneOf(MODEL_CALL_RESOLUTIONS) resolution!: string;
  @Identifier() resolved_by!: string;
  @Timestamp() resolved_at!: string;
}

const calls = { answeredBy: 'llm-router', askedBy: ['gateway'], entity: 'model-call', version: 1 } as const;

/** Calls on record. */
export const listModelCalls = defineQuestion({
  ...calls,
  verb: 'list',
  request: ListModelCallsRequest,
  reply: ListModelCallsReply,
  role: 'operator',
});

/** A person's decision about a call of unknown outcome. Refuses with 404 `model-call-not-found`, 409 `model-call-settled`. */
export const resolveModelCall = defineQuestion({
  ...calls,
  verb: 'resolve',
  request: ResolveModelCallRequest,
  reply: ResolveModelCallReply,
  role: 'approver',
});

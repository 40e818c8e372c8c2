import { defineQuestion } from '../define-question';
import { Count, Decimal, Flag, Identifier, ListOf, Nested, OneOf, Text } from '../fields';
import { ModelUsage } from '../shared/model-usage';
import { SpendingCeiling } from '../shared/spending-ceiling';

/** One turn of the conversation with a model. */
export class ModelMessage {
  @OneOf(['system', 'user', 'assistant']) role!: 'system' | 'user' | 'assistant';
  @Text({ max: 600_000 }) content!: string;
}

/** Complete a conversation. The idempotency key says what is meant: workflow, task, attempt, turn. */
export class CompleteModelCallRequest {
  @Text({ min: 1, max: 300, pattern: /^[A-Za-z0-9_:./-]+$/ }) idempotency_key!: string;
  @Identifier() workflow_id!: string;
  @Identifier() task_id!: string;
  @Count({ min: 1 }) attempt!: number;
  @Identifier() agent_id!: string;
  @Identifier() route!: string;
  @ListOf(() => ModelMessage, { maxItems: 100 }) messages!: ModelMessage[];
  @Count({ min: 1, max: 200_000 }) max_output_tokens!: number;
  @Decimal({ min: 0, max: 2 }) temperature!: number;
  /** Total milliseconds the caller is willing to wait. */
  @Count({ min: 1_000, max: 3_600_000 }) timeout_ms!: number;
  /** What the budgets of the task leave; it shrinks while others spend, so it is no part of what is meant. */
  @Nested(() => SpendingCeiling, { optional: true }) ceiling?: SpendingCeiling;
}

/** The end of a streamed answer: the whole text's length and hash are in the stream's end frame. */
export class CompleteModelCallReply {
  @Identifier() call_id!: string;
  @Text({ max: 2_000_000 }) text!: string;
  @OneOf(['stop', 'length', 'content_filter', 'other']) finish_reason!: string;
  @Nested(() => ModelUsage) usage!: ModelUsage;
  /** True when a finished call under the same key was replayed and nothing was paid. */
  @Flag() replayed!: boolean;
}

/** Asks the router for a completion; answered as a stream of text deltas and one end frame. */
export const completeModelCall = defineQuestion({
  answeredBy: 'llm-router',
  askedBy: ['agent-runner'],
  entity: 'model-call',
  verb: 'complete',
  version: 1,
  request: CompleteModelCallRequest,
  reply: CompleteModelCallReply,
  role: 'operator',
  streamed: true,
});

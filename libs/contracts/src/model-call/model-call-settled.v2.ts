import { defineEvent } from '../define-message';
import { Count, Identifier, Nested, OneOf, Text, Timestamp } from '../fields';
import { ModelCallScope, ModelTokenUsage } from './complete-model-call.v2';

/** A model call that belongs to no task of a workflow ended and its cost is booked. */
export class ModelCallSettledV2 {
  @Identifier() call_id!: string;
  @Nested(() => ModelCallScope) scope!: ModelCallScope;
  @Text({ min: 1, max: 200 }) route!: string;
  @OneOf(['completed', 'failed', 'abandoned']) outcome!: 'completed' | 'failed' | 'abandoned';
  @Text({ max: 64, nullable: true }) error_code!: string | null;
  @Nested(() => ModelTokenUsage) usage!: ModelTokenUsage;
  /** How many requests left for providers, fallbacks included. */
  @Count() provider_requests!: number;
  @Count() duration_ms!: number;
  @Timestamp() settled_at!: string;
}

/** News for cost read models, where there is no task to which the cost belongs; calls of tasks are announced in the first version. */
export const modelCallSettledV2 = defineEvent({
  entity: 'model-call',
  verb: 'settled',
  version: 2,
  payload: ModelCallSettledV2,
  producers: ['llm-router'],
  key: ['call_id'],
  description: 'A model call that belongs to no task of a workflow ended and its cost is booked.',
});

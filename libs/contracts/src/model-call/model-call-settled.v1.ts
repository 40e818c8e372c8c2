import { defineEvent } from '../define-message';
import { Count, Identifier, Nested, OneOf, Text, Timestamp } from '../fields';
import { ModelUsage } from '../shared/model-usage';

/** A model call ended and its cost is booked. */
export class ModelCallSettled {
  @Identifier() call_id!: string;
  @Identifier() workflow_id!: string;
  @Identifier() task_id!: string;
  @Count({ min: 1 }) attempt!: number;
  @Identifier() agent_id!: string;
  @OneOf(['completed', 'failed', 'abandoned']) outcome!: 'completed' | 'failed' | 'abandoned';
  @Text({ max: 64, nullable: true }) error_code!: string | null;
  @Nested(() => ModelUsage) usage!: ModelUsage;
  /** How many requests left for providers, fallbacks included. */
  @Count() provider_requests!: number;
  @Count() duration_ms!: number;
  @Timestamp() settled_at!: string;
}

/** News for cost read models. */
export const modelCallSettled = defineEvent({
  entity: 'model-call',
  verb: 'settled',
  version: 1,
  payload: ModelCallSettled,
  producers: ['llm-router'],
  description: 'A model call ended and its cost is booked.',
});

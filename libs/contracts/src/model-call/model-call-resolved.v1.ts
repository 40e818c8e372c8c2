import { defineEvent } from '../define-message';
import { Identifier, OneOf, Text, Timestamp } from '../fields';
import { MODEL_CALL_RESOLUTIONS } from './model-call-questions.v1';

/** A person decided what becomes of a call of unknown outcome. */
export class ModelCallResolved {
  @Identifier() call_id!: string;
  @OneOf(MODEL_CALL_RESOLUTIONS) resolution!: (typeof MODEL_CALL_RESOLUTIONS)[number];
  @Identifier() resolved_by!: string;
  @Text({ max: 500 }) reason!: string;
  @Timestamp() resolved_at!: string;
}

/** The audit of such decisions. */
export const modelCallResolved = defineEvent({
  entity: 'model-call',
  verb: 'resolved',
  version: 1,
  payload: ModelCallResolved,
  producers: ['llm-router'],
  key: ['call_id'],
  description: 'A person decided what becomes of a model call of unknown outcome.',
});

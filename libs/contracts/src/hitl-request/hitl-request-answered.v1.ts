import { defineEvent } from '../define-message';
import { Identifier, OneOf, Text, TextList, Timestamp } from '../fields';
import { HITL_RESPONSES } from '../statuses';
import type { HitlAnswer } from '../statuses';

/** The one answer that won. */
export class HitlRequestAnswered {
  @Identifier() request_id!: string;
  @Identifier() workflow_id!: string;
  @OneOf(HITL_RESPONSES) response!: HitlAnswer;
  @Text({ max: 4_000 }) feedback!: string;
  @TextList({ maxItems: 50, max: 2_000 }) modifications!: string[];
  @Identifier() answered_by!: string;
  @Timestamp() answered_at!: string;
}

/** hitl decides which answer won; the orchestrator decides whether it still matters. */
export const hitlRequestAnswered = defineEvent({
  entity: 'hitl-request',
  verb: 'answered',
  version: 1,
  payload: HitlRequestAnswered,
  producers: ['hitl'],
  description: 'A person answered a HITL request; later answers were refused.',
});

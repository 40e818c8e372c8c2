import { defineEvent } from '../define-message';
import { Identifier, JsonObject, ListOf, OneOf, Text, TextList, Timestamp } from '../fields';
import { GivenAnswer } from '../shared/question';
import { HITL_DECIDERS, HITL_RESPONSES } from '../statuses';
import type { HitlAnswer, HitlDecider } from '../statuses';

/** The one answer that won. */
export class HitlRequestAnswered {
  @Identifier() request_id!: string;
  @Identifier() workflow_id!: string;
  @OneOf(HITL_RESPONSES) response!: HitlAnswer;
  @Text({ max: 4_000 }) feedback!: string;
  @TextList({ maxItems: 50, max: 2_000 }) modifications!: string[];
  @Identifier() answered_by!: string;
  @Timestamp() answered_at!: string;
  /** What the decision is valid for, as it was asked. */
  @Text({ max: 64, optional: true }) binding?: string;
  /** What `binding` is the hash of. */
  @JsonObject({ optional: true }) bound?: Record<string, unknown>;
  /** Absent for a person's answer. */
  @OneOf(HITL_DECIDERS, { optional: true }) decided_by?: HitlDecider;
  /** What was answered to an agent's questions, defaults included; absent for an approval. */
  @ListOf(() => GivenAnswer, { maxItems: 10, optional: true }) answers?: GivenAnswer[];
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

import { defineEvent } from '../define-message';
import { Identifier, ListOf, Nested, OneOf, Text, TextList, Timestamp } from '../fields';
import { HITL_STATUSES } from '../statuses';
import type { HitlStatus } from '../statuses';
import { HitlVotes } from './hitl-questions.v1';

/** People a request is addressed to. */
export class HitlAddressees {
  @TextList({ max: 128 }) users!: string[];
  @TextList({ max: 128 }) groups!: string[];
  @TextList({ max: 40 }) roles!: string[];
}
/** Something happened to an open request that does not settle it, or that time alone settled. */
export class HitlRequestChanged {
  @Identifier() request_id!: string;
  @Identifier() workflow_id!: string;
  @Identifier() agent_id!: string;
  @Text({ max: 200 }) title!: string;
  @OneOf(HITL_STATUSES) status!: HitlStatus;
  /** What happened, e.g. `voted`, `reminded`, `escalated`. */
  @TextList({ max: 40 }) changes!: string[];
  @Nested(() => HitlVotes) votes!: HitlVotes;
  /** Whose turn it is now. */
  @ListOf(() => HitlAddressees) addressees!: HitlAddressees[];
  @Timestamp() changed_at!: string;
}

/** News for whoever shows or announces requests. */
export const hitlRequestChanged = defineEvent({
  entity: 'hitl-request',
  verb: 'changed',
  version: 1,
  payload: HitlRequestChanged,
  producers: ['hitl'],
  description: 'Votes, reminders and escalations of an open HITL request.',
});

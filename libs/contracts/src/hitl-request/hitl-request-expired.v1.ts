import { defineEvent } from '../define-message';
import { Identifier, Timestamp } from '../fields';

/** Nobody decided in time, and the policy holds the workflow then. */
export class HitlRequestExpired {
  @Identifier() request_id!: string;
  @Identifier() workflow_id!: string;
  @Timestamp() expired_at!: string;
}

/** hitl says that time is over; the orchestrator pauses the workflow. */
export const hitlRequestExpired = defineEvent({
  entity: 'hitl-request',
  verb: 'expired',
  version: 1,
  payload: HitlRequestExpired,
  producers: ['hitl'],
  description: 'A HITL request was not answered in time and its policy pauses the workflow.',
});

import { defineQuestion } from '../define-question';
import { Count, Flag, Identifier, JsonObject, ListOf, OneOf, Text, Timestamp } from '../fields';
import { HitlRequestRequest } from './hitl-questions.v1';

/** How many open requests one agent, workflow or type has. */
export class HitlCount {
  @Identifier() key!: string;
  @Count() count!: number;
}
/** Whose requests to count. */
export class CountHitlRequestsRequest {
  /** True for those alone that wait for the caller. */
  @Flag({ optional: true }) mine?: boolean;
}
/** Open requests, for badges; each list holds the hundred with the most. */
export class CountHitlRequestsReply {
  @Count() total_count!: number;
  @ListOf(() => HitlCount) agents!: HitlCount[];
  @ListOf(() => HitlCount) workflows!: HitlCount[];
  @ListOf(() => HitlCount) types!: HitlCount[];
}
/** Counts open requests. */
export const countHitlRequests = defineQuestion({
  answeredBy: 'hitl',
  askedBy: ['gateway'],
  entity: 'hitl-request',
  verb: 'count',
  version: 1,
  request: CountHitlRequestsRequest,
  reply: CountHitlRequestsReply,
  role: 'viewer',
});

/** What happened to a request. */
export const HITL_RECORD_TYPES = [
  'asked',
  'answered',
  'voted',
  'votes-voided',
  'reminded',
  'escalated',
  'deadline-passed',
  'decided',
  'closed',
  'executed',
  'voided',
] as const;
/** Type of one record. */
export type HitlRecordType = (typeof HITL_RECORD_TYPES)[number];

/** One record of a request; records are only ever added. */
export class HitlRecord {
  @Count({ min: 1 }) seq!: number;
  @OneOf(HITL_RECORD_TYPES) type!: HitlRecordType;
  @Timestamp() occurred_at!: string;
  @JsonObject() data!: Record<string, unknown>;
}
/** The records of a request, oldest first. */
export class ListHitlRecordsReply {
  @ListOf(() => HitlRecord) records!: HitlRecord[];
}
/** The trail of one request: asked, decided, executed and all between. */
export const listHitlRecords = defineQuestion({
  answeredBy: 'hitl',
  askedBy: ['gateway'],
  entity: 'hitl-request',
  verb: 'list-records',
  version: 1,
  request: HitlRequestRequest,
  reply: ListHitlRecordsReply,
  role: 'viewer',
});

/** Somebody decides for somebody who is away. */
export class DelegationView {
  @Identifier() from_user_id!: string;
  @Identifier() to_user_id!: string;
  @Timestamp() from!: string;
  @Timestamp() to!: string;
  @Text({ max: 500 }) reason!: string;
}
/** Every delegation that has not ended. */
export class ListDelegationsRequest {}
/** Delegations, soonest end first. */
export class ListDelegationsReply {
  @ListOf(() => DelegationView) delegations!: DelegationView[];
}
/** Lists who decides for whom. */
export const listDelegations = defineQuestion({
  answeredBy: 'hitl',
  askedBy: ['gateway'],
  entity: 'delegation',
  verb: 'list',
  version: 1,
  request: ListDelegationsRequest,
  reply: ListDelegationsReply,
  role: 'viewer',
});
/** The caller is away; one delegation per pair of people. */
export class SetDelegationRequest {
  @Identifier() to_user_id!: string;
  @Timestamp() from!: string;
  @Timestamp() to!: string;
  @Text({ max: 500, optional: true }) reason?: string;
}
/** Lets somebody decide for the caller between two instants. */
export const setDelegation = defineQuestion({
  answeredBy: 'hitl',
  askedBy: ['gateway'],
  entity: 'delegation',
  verb: 'set',
  version: 1,
  request: SetDelegationRequest,
  reply: DelegationView,
  role: 'approver',
});
/** Whom the caller takes the right from. */
export class RemoveDelegationRequest {
  @Identifier() to_user_id!: string;
}
/** Whether there was such a delegation. */
export class RemoveDelegationReply {
  @Flag() removed!: boolean;
}
/** Ends a delegation of the caller at once. */
export const removeDelegation = defineQuestion({
  answeredBy: 'hitl',
  askedBy: ['gateway'],
  entity: 'delegation',
  verb: 'remove',
  version: 1,
  request: RemoveDelegationRequest,
  reply: RemoveDelegationReply,
  role: 'approver',
});

import { defineQuestion } from '../define-question';
import { Count, Flag, Identifier, JsonObject, ListOf, Nested, OneOf, Text, TextList, Timestamp } from '../fields';
import { KeptAnswer } from '../interactive/interactive-session-questions.v1';
import { ArtifactReference } from '../shared/artifact-reference';
import { AskedQuestion } from '../shared/question';
import { HITL_DECIDERS, HITL_STATUSES, HITL_TYPES } from '../statuses';
import type { HitlDecider, HitlStatus, HitlType } from '../statuses';
import { HitlOption } from './hitl-commands.v1';

/** One row of `GET /api/hitl/requests` (specification §7.3.1). */
export class HitlRequestSummary {
  @Identifier() id!: string;
  @Identifier() workflow_id!: string;
  @Identifier() agent_id!: string;
  @OneOf(HITL_TYPES) type!: HitlType;
  @Text({ max: 200 }) title!: string;
  @Text({ max: 4_000 }) description!: string;
  @OneOf(HITL_STATUSES) status!: HitlStatus;
  @Timestamp() created_at!: string;
  @Timestamp({ nullable: true }) resolved_at!: string | null;
  /** When time will next do something to the request: remind, escalate or end it. */
  @Timestamp({ optional: true, nullable: true }) due_at?: string | null;
}
/** Which requests to list; without a status the open ones. */
export class ListHitlRequestsRequest {
  @OneOf([...HITL_STATUSES, 'all'], { optional: true }) status?: HitlStatus | 'all';
  @Identifier({ optional: true }) workflow_id?: string;
  @Identifier({ optional: true }) agent_id?: string;
  @OneOf(HITL_TYPES, { optional: true }) type?: HitlType;
  /** True for those alone that wait for the caller. */
  @Flag({ optional: true }) mine?: boolean;
  @Count({ min: 1, max: 100, optional: true }) limit?: number;
  @Identifier({ optional: true }) cursor?: string;
}
/** Oldest open request first. */
export class ListHitlRequestsReply {
  @ListOf(() => HitlRequestSummary) requests!: HitlRequestSummary[];
  @Count() total_count!: number;
  @Identifier({ nullable: true }) next_cursor!: string | null;
}
/** Lists the tenant's HITL requests. */
export const listHitlRequests = defineQuestion({
  answeredBy: 'hitl',
  askedBy: ['gateway'],
  entity: 'hitl-request',
  verb: 'list',
  version: 1,
  request: ListHitlRequestsRequest,
  reply: ListHitlRequestsReply,
  role: 'viewer',
});

/** What the decision is about. */
export class HitlRequestContext {
  @Identifier() stage!: string;
  /** Logical paths, as in the specification's example. */
  @TextList() artifacts!: string[];
}
/** The answer on record. */
export class HitlResponseView {
  @Text({ max: 40 }) response!: string;
  @Text({ max: 4_000 }) feedback!: string;
  @TextList({ maxItems: 50, max: 2_000 }) modifications!: string[];
  @Identifier() answered_by!: string;
  @Text({ max: 200 }) answered_by_name!: string;
  @Timestamp() answered_at!: string;
}
/** Whose answers still count: ids of users. */
export class HitlVotes {
  @Count({ min: 1 }) needed!: number;
  @TextList({ max: 128 }) approved_by!: string[];
  @TextList({ max: 128 }) objected_by!: string[];
}
/** `GET /api/hitl/requests/{request_id}` (specification §7.3.1). */
export class HitlRequestView extends HitlRequestSummary {
  @Nested(() => HitlRequestContext) context!: HitlRequestContext;
  @ListOf(() => HitlOption) options!: HitlOption[];
  @ListOf(() => ArtifactReference) artifact_versions!: ArtifactReference[];
  @Nested(() => HitlResponseView, { nullable: true }) response!: HitlResponseView | null;
  /** Who decides, as the process says; absent when any one approver does. */
  @JsonObject({ optional: true }) policy?: Record<string, unknown>;
  @Nested(() => HitlVotes, { optional: true }) votes?: HitlVotes;
  /** Who started the workflow. */
  @Identifier({ optional: true, nullable: true }) requested_by?: string | null;
  /** Millionths of a US dollar the workflow had spent when it asked. */
  @Count({ optional: true, nullable: true }) cost_micros?: number | null;
  /** SHA-256 of the canonical form (RFC 8785) of what is decided about; a decision is valid for exactly this. */
  @Text({ max: 64, optional: true, nullable: true }) binding?: string | null;
  /** What changed since this was asked before. */
  @TextList({ optional: true, max: 500 }) changes?: string[];
  /** Who settled it: people, the deadline or a rule. */
  @OneOf(HITL_DECIDERS, { optional: true, nullable: true }) decided_by?: HitlDecider | null;
  /** What an agent asks; the same request is an interactive session. Absent for an approval. */
  @ListOf(() => AskedQuestion, { maxItems: 10, optional: true }) questions?: AskedQuestion[];
  /** JSON Schema of `input` in the answer, a member for each question; absent for an approval. */
  @JsonObject({ optional: true }) response_schema?: Record<string, unknown>;
  /** Answers kept so far. */
  @ListOf(() => KeptAnswer, { maxItems: 10, optional: true }) answers?: KeptAnswer[];
}
/** Names one request. */
export class HitlRequestRequest {
  @Identifier() request_id!: string;
}
/** Shows one request. */
export const getHitlRequest = defineQuestion({
  answeredBy: 'hitl',
  askedBy: ['gateway'],
  entity: 'hitl-request',
  verb: 'get',
  version: 1,
  request: HitlRequestRequest,
  reply: HitlRequestView,
  role: 'viewer',
});

/** Body of `POST /api/hitl/requests/{request_id}/respond` plus the id from the path. */
export class RespondToHitlRequestRequest {
  @Identifier() request_id!: string;
  /** Both forms are accepted (approve / approved, modify / modified, reject / rejected); for a decision also one of its options. */
  @Text({ min: 1, max: 200 }) response!: string;
  @Text({ max: 4_000, optional: true }) feedback?: string;
  @TextList({ maxItems: 50, max: 2_000, optional: true }) modifications?: string[];
  /** Answers to a request for input, by id of the question, as `response_schema` says. */
  @JsonObject({ optional: true }) input?: Record<string, unknown>;
}
/** Answer to a respond call. */
export class RespondToHitlRequestReply {
  @Flag() success!: boolean;
  /** When the answer was recorded. */
  @Timestamp() resolved_at!: string;
  /** True when this answer completes the request and the workflow still waits for it. */
  @Flag() workflow_resumed!: boolean;
  /** `pending` while others have to decide as well. */
  @OneOf(HITL_STATUSES, { optional: true }) status?: HitlStatus;
  @Nested(() => HitlVotes, { optional: true }) votes?: HitlVotes;
}
/** Answers a request once; the second different answer is refused with who and when. */
export const respondToHitlRequest = defineQuestion({
  answeredBy: 'hitl',
  askedBy: ['gateway'],
  entity: 'hitl-request',
  verb: 'respond',
  version: 1,
  request: RespondToHitlRequestRequest,
  reply: RespondToHitlRequestReply,
  role: 'approver',
});

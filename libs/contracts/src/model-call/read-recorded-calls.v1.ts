import { defineQuestion } from '../define-question';
import { Count, Flag, Identifier, ListOf, Nested, Text, Timestamp } from '../fields';
import { ModelUsage } from '../shared/model-usage';

/** One call of a workflow as the router recorded it, or a piece of its answer. */
export class RecordedModelCall {
  /** The idempotency key. */
  @Text({ max: 300 }) key!: string;
  @Identifier() call_id!: string;
  @Identifier({ nullable: true }) task_id!: string | null;
  @Count({ min: 1, nullable: true }) attempt!: number | null;
  @Text({ max: 200 }) route!: string;
  /** Lower-case hexadecimal SHA-256 of what was asked. */
  @Text({ pattern: /^[0-9a-f]{64}$/ }) request_sha256!: string;
  @Text({ max: 32 }) status!: string;
  @Text({ max: 64, nullable: true }) finish_reason!: string | null;
  @Text({ max: 100, nullable: true }) error_code!: string | null;
  @Nested(() => ModelUsage) usage!: ModelUsage;
  @Timestamp() asked_at!: string;
  @Timestamp({ nullable: true }) settled_at!: string | null;
  /** A piece of the answer; null where there is none, or where it was erased. */
  @Text({ max: 65_536, nullable: true }) text!: string | null;
  /** True when the next record goes on with this answer. */
  @Flag() more!: boolean;
}

/** Which calls are wanted. */
export class ReadRecordedCallsRequest {
  @Identifier() workflow_id!: string;
  /** `next_cursor` of the page before. */
  @Text({ max: 200, optional: true }) cursor?: string;
}
/** A page that fits into one message. */
export class ReadRecordedCallsReply {
  @ListOf(() => RecordedModelCall, { maxItems: 200 }) calls!: RecordedModelCall[];
  @Text({ max: 200, nullable: true }) next_cursor!: string | null;
}
/** Reads the calls of a workflow with their answers, oldest first: what a run is replayed from. */
export const readRecordedCalls = defineQuestion({
  answeredBy: 'llm-router',
  askedBy: ['orchestrator'],
  entity: 'model-call',
  verb: 'read-recorded',
  version: 1,
  request: ReadRecordedCallsRequest,
  reply: ReadRecordedCallsReply,
  role: 'operator',
});

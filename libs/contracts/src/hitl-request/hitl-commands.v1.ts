import { defineCommand } from '../define-message';
import { Count, Identifier, JsonObject, ListOf, OneOf, Text, TextList, Timestamp } from '../fields';
import { ArtifactReference } from '../shared/artifact-reference';
import { AskedQuestion } from '../shared/question';
import { HITL_TYPES } from '../statuses';
import type { HitlType } from '../statuses';

/** One answer a person may choose. */
export class HitlOption {
  @Identifier() value!: string;
  @Text({ max: 200 }) label!: string;
}

/** Ask people. The request id is made by the orchestrator, so a repeated command opens nothing twice. */
export class OpenHitlRequest {
  @Identifier() request_id!: string;
  @Identifier() workflow_id!: string;
  @Identifier() agent_id!: string;
  @Identifier() stage_id!: string;
  @OneOf(HITL_TYPES) type!: HitlType;
  @Text({ max: 200 }) title!: string;
  @Text({ max: 4_000 }) description!: string;
  @ListOf(() => HitlOption, { maxItems: 20 }) options!: HitlOption[];
  @ListOf(() => ArtifactReference, { maxItems: 100 }) artifacts!: ArtifactReference[];
  @Timestamp() requested_at!: string;
  /** Who decides, as the process says (process schema, `approvals[].policy`). */
  @JsonObject({ optional: true }) policy?: Record<string, unknown>;
  /** Who started the workflow. */
  @Identifier({ optional: true }) requested_by?: string;
  /** Millionths of a US dollar spent so far. */
  @Count({ optional: true }) cost_micros?: number;
  /** SHA-256 of the canonical form (RFC 8785) of what is decided about. */
  @Text({ max: 64, optional: true }) binding?: string;
  /** What `binding` is the hash of. */
  @JsonObject({ optional: true }) bound?: Record<string, unknown>;
  /** What changed since the same was asked before. */
  @TextList({ maxItems: 100, max: 500, optional: true }) changes?: string[];
  /** What an agent asks; absent for an approval. */
  @ListOf(() => AskedQuestion, { maxItems: 10, optional: true }) questions?: AskedQuestion[];
  /** The task that asks. */
  @Identifier({ optional: true }) task_id?: string;
  /** Rounds of questions of the task so far, this one included. */
  @Count({ min: 1, optional: true }) round?: number;
}
/** Opens a HITL request. */
export const openHitlRequest = defineCommand({
  entity: 'hitl-request',
  verb: 'open',
  version: 1,
  stream: 'COMMANDS',
  payload: OpenHitlRequest,
  producers: ['orchestrator'],
  description: 'Ask people for a decision.',
});

/** The workflow no longer waits for these requests. */
export class CloseHitlRequest {
  @Identifier() workflow_id!: string;
  @TextList({ maxItems: 100 }) request_ids!: string[];
  @Text({ max: 500 }) reason!: string;
}
/** Closes HITL requests whose workflow was cancelled or moved on. */
export const closeHitlRequest = defineCommand({
  entity: 'hitl-request',
  verb: 'close',
  version: 1,
  stream: 'COMMANDS',
  payload: CloseHitlRequest,
  producers: ['orchestrator'],
  description: 'Close requests nobody waits for any more.',
});

/** What became of a decision in the workflow. */
export class ConcludeHitlRequest {
  @Identifier() request_id!: string;
  @Identifier() workflow_id!: string;
  /** `voided`: what was decided about is not what would be executed, so people are asked again. */
  @OneOf(['executed', 'voided']) outcome!: 'executed' | 'voided';
  @TextList({ maxItems: 100, max: 500 }) changes!: string[];
  @Text({ max: 64 }) binding!: string;
  @Timestamp() concluded_at!: string;
}
/** Tells hitl that a decision was executed, or why not. */
export const concludeHitlRequest = defineCommand({
  entity: 'hitl-request',
  verb: 'conclude',
  version: 1,
  stream: 'COMMANDS',
  payload: ConcludeHitlRequest,
  producers: ['orchestrator'],
  description: 'A decision was executed, or voided because what it was about had changed.',
});

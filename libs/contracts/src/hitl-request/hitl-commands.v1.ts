import { defineCommand } from '../define-message';
import { Identifier, ListOf, OneOf, Text, TextList, Timestamp } from '../fields';
import { ArtifactReference } from '../shared/artifact-reference';
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

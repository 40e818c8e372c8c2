import { defineQuestion } from '../define-question';
import { Count, Flag, Identifier, JsonObject, ListOf, Nested, OneOf, Text, TextList, Timestamp } from '../fields';
import { ArtifactReference } from '../shared/artifact-reference';
import { StaleArtifact } from '../shared/stale-artifact';

/** Specification §6.3.2: metadata of one artifact at its newest (or the asked) version. */
export class ArtifactMetadata {
  @Identifier() id!: string;
  @Text({ max: 200 }) name!: string;
  /** Document type: `markdown`, `json`, … */
  @Text({ max: 64 }) type!: string;
  @Text({ max: 255 }) path!: string;
  @Identifier() agent_id!: string;
  @Text({ max: 100 }) stage!: string;
  @Timestamp() created_at!: string;
  @Timestamp() modified_at!: string;
  @Count() size_bytes!: number;
  /** SHA-256 of the bytes, lower-case hexadecimal. */
  @Text({ max: 64 }) checksum!: string;
  /** Artifact ids this one was built from. */
  @TextList() dependencies!: string[];
  /** Additional facts: `simulated`, `provider`, `model`, `attempt`, `task_id`, `words`, … */
  @JsonObject() metadata!: Record<string, unknown>;
  @Identifier() workflow_id!: string;
  @Count({ min: 1 }) version!: number;
  @Identifier() version_id!: string;
  /** Why it is outdated: a document it was built from has changed since. Only of the newest version; absent when it is not. */
  @Nested(() => StaleArtifact, { optional: true }) stale?: StaleArtifact;
}

/** Store one version. The same workflow, path and operation key stores nothing twice. */
export class StoreArtifactRequest {
  @Identifier() workflow_id!: string;
  @Text({ min: 1, max: 255 }) path!: string;
  @Text({ max: 200 }) name!: string;
  @OneOf(['markdown', 'json']) type!: 'markdown' | 'json';
  @Identifier() agent_id!: string;
  @Text({ max: 100 }) stage!: string;
  /** What is meant: e.g. `<task>.<attempt>`; never derived from the words a model produced. */
  @Identifier() operation_key!: string;
  /** At most 512 KiB as UTF-8; larger content travels by reference. */
  @Text({ max: 524_288 }) content!: string;
  /** Version ids of the documents this one was built from. */
  @TextList({ maxItems: 200 }) dependencies!: string[];
  @JsonObject() metadata!: Record<string, unknown>;
}
/** Where the version is. */
export class StoreArtifactReply {
  @Nested(() => ArtifactReference) artifact!: ArtifactReference;
  /** False when the operation had already stored its version; `artifact` is then the first one. */
  @Flag() created!: boolean;
}
/** Stores an artifact version idempotently. */
export const storeArtifact = defineQuestion({
  answeredBy: 'artifacts',
  askedBy: ['agent-runner', 'orchestrator'],
  entity: 'artifact',
  verb: 'store',
  version: 1,
  request: StoreArtifactRequest,
  reply: StoreArtifactReply,
  role: 'operator',
});

/** What an operation has already stored, if anything. */
export class FindStoredArtifactRequest {
  @Identifier() workflow_id!: string;
  @Text({ min: 1, max: 255 }) path!: string;
  @Identifier() operation_key!: string;
}
/** Null when the operation has stored nothing yet. */
export class FindStoredArtifactReply {
  @Nested(() => ArtifactReference, { nullable: true }) artifact!: ArtifactReference | null;
}
/** Lets a runner that took over an attempt find the finished document. */
export const findStoredArtifact = defineQuestion({
  answeredBy: 'artifacts',
  askedBy: ['agent-runner', 'orchestrator'],
  entity: 'artifact',
  verb: 'find-stored',
  version: 1,
  request: FindStoredArtifactRequest,
  reply: FindStoredArtifactReply,
  role: 'viewer',
});

/** Which artifacts to list. */
export class ListArtifactsRequest {
  @Identifier({ optional: true }) workflow_id?: string;
  @Count({ min: 1, max: 200, optional: true }) limit?: number;
  @Identifier({ optional: true }) cursor?: string;
}
/** By path inside a workflow; newest first over all workflows. */
export class ListArtifactsReply {
  @ListOf(() => ArtifactMetadata) artifacts!: ArtifactMetadata[];
  @Count() total_count!: number;
  @Identifier({ nullable: true }) next_cursor!: string | null;
}
/** Lists artifacts at their newest version. */
export const listArtifacts = defineQuestion({
  answeredBy: 'artifacts',
  askedBy: ['gateway', 'orchestrator'],
  entity: 'artifact',
  verb: 'list',
  version: 1,
  request: ListArtifactsRequest,
  reply: ListArtifactsReply,
  role: 'viewer',
});

/** Names an artifact, at a version or at its newest. */
export class ReadArtifactRequest {
  @Identifier() artifact_id!: string;
  @Count({ min: 1, optional: true }) version?: number;
}
/** The document and what is known of it. */
export class ReadArtifactReply {
  @Nested(() => ArtifactMetadata) artifact!: ArtifactMetadata;
  @Text({ max: 524_288 }) content!: string;
}
/** Reads one artifact; the checksum is verified on the way out. */
export const readArtifact = defineQuestion({
  answeredBy: 'artifacts',
  askedBy: ['gateway', 'orchestrator'],
  entity: 'artifact',
  verb: 'read',
  version: 1,
  request: ReadArtifactRequest,
  reply: ReadArtifactReply,
  role: 'viewer',
});

/** Names one version by id and by what its bytes must hash to. */
export class ReadArtifactVersionRequest {
  @Identifier() workflow_id!: string;
  @Identifier() version_id!: string;
  @Text({ pattern: /^[0-9a-f]{64}$/ }) sha256!: string;
}
/** The bytes as text. */
export class ReadArtifactVersionReply {
  @Text({ max: 524_288 }) content!: string;
}
/** How a runner loads an input: by version and content hash, never "the newest". */
export const readArtifactVersion = defineQuestion({
  answeredBy: 'artifacts',
  askedBy: ['agent-runner'],
  entity: 'artifact',
  verb: 'read-version',
  version: 1,
  request: ReadArtifactVersionRequest,
  reply: ReadArtifactVersionReply,
  role: 'viewer',
});

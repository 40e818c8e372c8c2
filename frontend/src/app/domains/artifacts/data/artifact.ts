/** One stored version of an artifact. */
export interface ArtifactReference {
  readonly artifact_id: string;
  readonly version_id: string;
  readonly version: number;
  readonly path: string;
  readonly sha256: string;
  readonly size_bytes: number;
}

/** What is known of an artifact at one version. `dependencies` are ids of the documents it was built from. */
export interface ArtifactMetadata {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly path: string;
  readonly agent_id: string;
  readonly stage: string;
  readonly created_at: string;
  readonly modified_at: string;
  readonly size_bytes: number;
  readonly checksum: string;
  readonly dependencies: readonly string[];
  /** `simulated`, `provider`, `model`, `attempt`, `task_id`, `words`, … as far as known. */
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly workflow_id: string;
  readonly version: number;
  readonly version_id: string;
}

/** A page of artifacts. */
export interface ListArtifactsReply {
  readonly artifacts: readonly ArtifactMetadata[];
  readonly total_count: number;
  readonly next_cursor: string | null;
}

/** A document and what is known of it. */
export interface ReadArtifactReply {
  readonly artifact: ArtifactMetadata;
  readonly content: string;
}

/** True when a simulated model wrote the document. */
export function isSimulated(artifact: ArtifactMetadata): boolean {
  return artifact.metadata['simulated'] === true;
}

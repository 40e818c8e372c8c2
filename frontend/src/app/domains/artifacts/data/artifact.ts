/** One stored version of an artifact. */
export interface ArtifactReference {
  readonly artifact_id: string;
  readonly version_id: string;
  readonly version: number;
  readonly path: string;
  readonly sha256: string;
  readonly size_bytes: number;
}

/** Why a document is outdated: `changed_path` has a new version, and `because` (the same or one between) was built from it. */
export interface StaleArtifact {
  readonly path: string;
  readonly because: string;
  readonly changed_path: string;
  readonly changed_version: number;
  readonly since: string;
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
  /** Only of the newest version, and only when it is outdated. */
  readonly stale?: StaleArtifact;
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

/** Why a document is outdated, for people. */
export function staleReason({ because, changed_path: path, changed_version: version }: StaleArtifact): string {
  const change = `${path} has version ${version} since this was written`;
  return because === path ? `${change}.` : `${change}; this was built from it by way of ${because}.`;
}

import type { ArtifactMetadata, ArtifactReference } from '@botarmy/contracts';

import type { Artifact, ArtifactVersion } from '../generated/prisma/client';

/** A version together with the artifact it belongs to. */
export interface VersionOfArtifact {
  readonly artifact: Artifact;
  readonly version: ArtifactVersion;
}

/** The metadata of specification §6.3.2 at one version. */
export function artifactMetadata({ artifact, version }: VersionOfArtifact): ArtifactMetadata {
  return {
    id: artifact.artifactId,
    name: version.name,
    type: version.type,
    path: artifact.path,
    agent_id: version.agentId,
    stage: version.stage,
    created_at: artifact.createdAt.toISOString(),
    modified_at: version.storedAt.toISOString(),
    size_bytes: Number(version.sizeBytes),
    checksum: version.sha256,
    // Two versions of one artifact are one dependency.
    dependencies: [...new Set(version.dependsOn)],
    metadata: version.metadata as Record<string, unknown>,
    workflow_id: artifact.workflowId,
    version: version.version,
    version_id: version.versionId,
  };
}

/** What others need to fetch the version and to check it. */
export function artifactReference({ artifact, version }: VersionOfArtifact): ArtifactReference {
  return {
    artifact_id: artifact.artifactId,
    version_id: version.versionId,
    version: version.version,
    path: artifact.path,
    sha256: version.sha256,
    size_bytes: Number(version.sizeBytes),
  };
}

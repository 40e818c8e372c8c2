import { Injectable } from '@nestjs/common';

import { artifactVersionStored, createId } from '@botarmy/contracts';
import type { AdoptArtifactsReply, AdoptArtifactsRequest, ArtifactReference } from '@botarmy/contracts';
import { outgoingMessage, OutboxRelay } from '@botarmy/messaging';

import type { VersionOfArtifact } from './artifact-metadata';
import { artifactNotFound } from './artifact-problems';
import { ArtifactRepository } from './artifact.repository';
import { VersionStore } from './version-store';
import type { NewVersion } from './version-store';

/** Gives a forked workflow the documents it begins with: rows of its own that name the same blobs. */
@Injectable()
export class AdoptArtifacts {
  constructor(
    private readonly repository: ArtifactRepository,
    private readonly versions: VersionStore,
    private readonly relay: OutboxRelay,
  ) {}

  /** @throws {Problem} 404 when the other workflow has not all of these versions; then nothing was adopted. */
  async adopt(tenantId: string, request: AdoptArtifactsRequest): Promise<AdoptArtifactsReply> {
    const { workflow_id, from_workflow_id, version_ids } = request;
    const known = await this.repository.versionsOf(tenantId, from_workflow_id, version_ids);
    const wanted = version_ids.map((id) => known.get(id));
    if (wanted.includes(undefined)) throw artifactNotFound();
    const found = wanted.filter((each) => each !== undefined);
    const stored = await Promise.all(
      found.map(async (each): Promise<ArtifactReference> => {
        const { artifact_id, version_id, version, sha256, size_bytes } = await this.versions.store(
          adopted(tenantId, workflow_id, each),
        );
        return { artifact_id, version_id, version, path: each.artifact.path, sha256, size_bytes };
      }),
    );
    this.relay.nudge();
    return { artifacts: stored };
  }
}

function adopted(tenantId: string, workflowId: string, { artifact, version }: VersionOfArtifact): NewVersion {
  const { name, type, agentId: agent_id, stage, sha256 } = version;
  const reference = { artifact_id: createId('art'), version_id: createId('ver'), sha256 };
  const size_bytes = Number(version.sizeBytes);
  const metadata = version.metadata as Record<string, unknown>;
  const shown = { ...reference, version: 1, path: artifact.path, size_bytes };
  const payload = {
    workflow_id: workflowId,
    artifact: shown,
    type,
    agent_id,
    simulated: metadata['simulated'] === true,
    stored_at: new Date().toISOString(),
  };
  return {
    ...reference,
    tenant_id: tenantId,
    workflow_id: workflowId,
    path: artifact.path,
    operation_key: 'fork',
    name,
    type,
    agent_id,
    stage,
    size_bytes,
    dependencies: [],
    metadata: { ...metadata, forked_from: { workflow_id: artifact.workflowId, version_id: version.versionId } },
    event: outgoingMessage(artifactVersionStored, {
      eventId: createId('msg'),
      tenantId,
      key: [workflowId],
      payload,
    }),
  };
}

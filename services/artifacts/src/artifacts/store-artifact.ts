import { Injectable } from '@nestjs/common';

import { crashPoint } from '@botarmy/chassis';
import { artifactVersionStored, createId, UnsafeSubjectTokenError } from '@botarmy/contracts';
import type { StoreArtifactReply, StoreArtifactRequest } from '@botarmy/contracts';
import { outgoingMessage, OutboxRelay } from '@botarmy/messaging';

import { blobDigest } from '../blobs/blob-digest';
import { BlobStore } from '../blobs/blob-store';
import { blobProblem, invalidFields, unknownDependency } from './artifact-problems';
import { ArtifactMetrics } from './artifact.metrics';
import { checkStoreRequest } from './check-store-request';
import { VersionStore } from './version-store';
import type { NewVersion } from './version-store';

/** Stores an artifact version: first the bytes, then the row that names them. */
@Injectable()
export class StoreArtifact {
  constructor(
    private readonly blobs: BlobStore,
    private readonly versions: VersionStore,
    private readonly relay: OutboxRelay,
    private readonly metrics: ArtifactMetrics,
  ) {}

  /** Throws a problem when the request cannot be stored; then nothing was. */
  async store(tenantId: string, request: StoreArtifactRequest): Promise<StoreArtifactReply> {
    const bytes = checkStoreRequest(request);
    const version = newVersion(tenantId, request, bytes);
    await this.putBlob(version.sha256, bytes);
    crashPoint('artifacts.after-blob');
    const stored = await this.versions.store(version);
    this.metrics.stored(stored.outcome, stored.size_bytes);
    if (stored.outcome === 'unknown-dependency') throw unknownDependency();
    if (stored.outcome === 'created') this.relay.nudge();
    const { artifact_id, version_id, sha256, size_bytes } = stored;
    return {
      artifact: { artifact_id, version_id, version: stored.version, path: request.path, sha256, size_bytes },
      created: stored.outcome === 'created',
    };
  }

  private async putBlob(sha256: string, bytes: Buffer): Promise<void> {
    try {
      await this.blobs.put(sha256, bytes);
    } catch (error) {
      throw blobProblem(error);
    }
  }
}

function newVersion(tenantId: string, request: StoreArtifactRequest, bytes: Buffer): NewVersion {
  const { content: _content, ...fields } = request;
  const { workflow_id, path, type, agent_id, metadata } = request;
  const reference = { artifact_id: createId('art'), version_id: createId('ver'), sha256: blobDigest(bytes) };
  const artifact = { ...reference, version: 1, path, size_bytes: bytes.length };
  const simulated = metadata['simulated'] === true;
  const stored_at = new Date().toISOString();
  try {
    const event = outgoingMessage(artifactVersionStored, {
      eventId: createId('msg'),
      tenantId,
      key: [workflow_id],
      payload: { workflow_id, artifact, type, agent_id, simulated, stored_at },
    });
    return { ...fields, ...reference, tenant_id: tenantId, size_bytes: bytes.length, event };
  } catch (error) {
    if (!(error instanceof UnsafeSubjectTokenError)) throw error;
    throw invalidFields({ path: 'workflow_id', message: 'is not the id of a workflow' });
  }
}

import { createHash } from 'node:crypto';

import { Problem } from '@botarmy/chassis';
import { findStoredArtifact, readArtifactVersion, storeArtifact } from '@botarmy/contracts';
import type {
  ArtifactReference,
  Caller,
  FindStoredArtifactReply,
  FindStoredArtifactRequest,
  ReadArtifactVersionReply,
  ReadArtifactVersionRequest,
  StoreArtifactReply,
  StoreArtifactRequest,
} from '@botarmy/contracts';

/** One stored version. */
export interface StoredVersion {
  readonly tenantId: string;
  readonly workflowId: string;
  readonly request: StoreArtifactRequest;
  readonly artifact: ArtifactReference;
}

/** The artifacts service: the same workflow, path and operation key stores nothing twice. */
export class ArtifactShelf {
  readonly versions: StoredVersion[] = [];
  private readonly byOperation = new Map<string, StoredVersion>();

  /** Answers a question by its subject. */
  answer(subject: string, request: object, caller: Caller): object {
    switch (subject) {
      case storeArtifact.subject:
        return this.store(request as StoreArtifactRequest, caller);
      case findStoredArtifact.subject:
        return this.find(request as FindStoredArtifactRequest, caller);
      case readArtifactVersion.subject:
        return this.read(request as ReadArtifactVersionRequest, caller);
      default:
        throw new Error(`nobody in the simulation answers ${subject}`);
    }
  }

  private store(request: StoreArtifactRequest, caller: Caller): StoreArtifactReply {
    const known = this.byOperation.get(operationOf(request, caller));
    if (known !== undefined) return { artifact: known.artifact, created: false };
    const { workflow_id: workflowId, path, content } = request;
    const earlier = this.versions.filter((other) => other.workflowId === workflowId && other.artifact.path === path);
    const number = this.versions.length + 1;
    const artifact: ArtifactReference = {
      artifact_id: earlier[0]?.artifact.artifact_id ?? `art_${number}`,
      version_id: `ver_${number}`,
      version: earlier.length + 1,
      path,
      sha256: createHash('sha256').update(content).digest('hex'),
      size_bytes: Buffer.byteLength(content),
    };
    const version = { tenantId: caller.tenant_id, workflowId, request, artifact };
    this.versions.push(version);
    this.byOperation.set(operationOf(request, caller), version);
    return { artifact, created: true };
  }

  private find(request: FindStoredArtifactRequest, caller: Caller): FindStoredArtifactReply {
    return { artifact: this.byOperation.get(operationOf(request, caller))?.artifact ?? null };
  }

  private read({ version_id, sha256 }: ReadArtifactVersionRequest, caller: Caller): ReadArtifactVersionReply {
    const version = this.versions.find(
      ({ tenantId, artifact }) => artifact.version_id === version_id && tenantId === caller.tenant_id,
    );
    if (version !== undefined && version.artifact.sha256 === sha256) return { content: version.request.content };
    const detail = 'There is no such version: check the id and its hash.';
    throw new Problem({ status: 404, code: 'artifact-not-found', title: 'Artifact not found', detail });
  }
}

function operationOf(request: Omit<FindStoredArtifactRequest, 'content'>, { tenant_id }: Caller): string {
  return [tenant_id, request.workflow_id, request.path, request.operation_key].join('\n');
}

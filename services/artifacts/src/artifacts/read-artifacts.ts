import { Injectable } from '@nestjs/common';

import type {
  ArtifactMetadata,
  DescribeArtifactsReply,
  DescribeArtifactsRequest,
  ListArtifactsReply,
  ListArtifactsRequest,
  ReadArtifactReply,
  ReadArtifactRequest,
  ReadArtifactVersionReply,
  ReadArtifactVersionRequest,
} from '@botarmy/contracts';

import { BlobStore } from '../blobs/blob-store';
import { artifactMetadata } from './artifact-metadata';
import { artifactNotFound, blobProblem, checksumMismatch, invalidFields } from './artifact-problems';
import { ArtifactMetrics } from './artifact.metrics';
import { ArtifactRepository } from './artifact.repository';

const DEFAULT_LIMIT = 50;
/** A reply is one message of the broker (1 MiB); a page that would not fit ends earlier. */
const MAX_PAGE_BYTES = 786_432;

/** Lists and reads artifacts. */
@Injectable()
export class ReadArtifacts {
  constructor(
    private readonly repository: ArtifactRepository,
    private readonly blobs: BlobStore,
    private readonly metrics: ArtifactMetrics,
  ) {}

  async list(tenantId: string, request: ListArtifactsRequest): Promise<ListArtifactsReply> {
    const { workflow_id: workflowId, cursor: after, limit = DEFAULT_LIMIT } = request;
    const listed = await this.repository.list(tenantId, { workflowId, after, limit });
    if (listed === undefined) throw invalidFields({ path: 'cursor', message: 'is not a cursor of this listing' });
    const artifacts = fitting(listed.artifacts.map(artifactMetadata));
    const hasMore = listed.hasMore || artifacts.length < listed.artifacts.length;
    return { artifacts, total_count: listed.total, next_cursor: hasMore ? (artifacts.at(-1)?.id ?? null) : null };
  }

  async describe(tenantId: string, { artifact_ids }: DescribeArtifactsRequest): Promise<DescribeArtifactsReply> {
    const found = await this.repository.newestOf(tenantId, artifact_ids);
    return { artifacts: artifact_ids.flatMap((id) => found.get(id) ?? []).map(artifactMetadata) };
  }

  async read(tenantId: string, { artifact_id, version }: ReadArtifactRequest): Promise<ReadArtifactReply> {
    const found = await this.repository.find(tenantId, artifact_id, version);
    if (found === undefined) throw artifactNotFound();
    return { artifact: artifactMetadata(found), content: await this.text(found.version.sha256) };
  }

  async readVersion(tenantId: string, request: ReadArtifactVersionRequest): Promise<ReadArtifactVersionReply> {
    const version = await this.repository.findVersion(tenantId, request.workflow_id, request.version_id);
    if (version === undefined) throw artifactNotFound();
    if (version.sha256 !== request.sha256) throw checksumMismatch();
    return { content: await this.text(version.sha256) };
  }

  /** The text of a blob for a search result: nothing when it is lost or damaged. */
  async textOrNothing(sha256: string): Promise<string> {
    try {
      return (await this.blobs.get(sha256)).toString('utf8');
    } catch (error) {
      if (blobProblem(error) === error) throw error;
      this.metrics.refusedCorrupt();
      return '';
    }
  }

  /** @throws {Problem} 500 `artifact-corrupt` when the bytes are lost or changed. */
  async text(sha256: string): Promise<string> {
    try {
      const bytes = await this.blobs.get(sha256);
      this.metrics.read(bytes.length);
      return bytes.toString('utf8');
    } catch (error) {
      const problem = blobProblem(error);
      if (problem !== error) this.metrics.refusedCorrupt();
      throw problem;
    }
  }
}

/** The first of these that fit into a reply, and at least one. */
function fitting(artifacts: ArtifactMetadata[]): ArtifactMetadata[] {
  let bytes = 0;
  const count = artifacts.findIndex((artifact, index) => {
    bytes += Buffer.byteLength(JSON.stringify(artifact));
    return index > 0 && bytes > MAX_PAGE_BYTES;
  });
  return count === -1 ? artifacts : artifacts.slice(0, count);
}

import { Injectable } from '@nestjs/common';

import type {
  CompareArtifactVersionsReply,
  CompareArtifactVersionsRequest,
  DiffHunk,
  ListArtifactVersionsReply,
  ListArtifactVersionsRequest,
  ReadArtifactOriginReply,
  ReadArtifactOriginRequest,
} from '@botarmy/contracts';

import { artifactMetadata, artifactReference } from '../artifacts/artifact-metadata';
import { artifactNotFound } from '../artifacts/artifact-problems';
import { ArtifactRepository } from '../artifacts/artifact.repository';
import { ReadArtifacts } from '../artifacts/read-artifacts';
import { compareTexts } from './compare-texts';

const DEFAULT_LIMIT = 20;
/** A reply is one message of the broker (1 MiB). */
const MAX_HUNK_BYTES = 786_432;

/** The versions of an artifact, and what changed between them. */
@Injectable()
export class ArtifactHistory {
  constructor(
    private readonly repository: ArtifactRepository,
    private readonly reading: ReadArtifacts,
  ) {}

  /** @throws {Problem} 404 for an artifact the tenant does not have. */
  async list(tenantId: string, request: ListArtifactVersionsRequest): Promise<ListArtifactVersionsReply> {
    const { artifact_id, limit = DEFAULT_LIMIT, before } = request;
    const page = await this.repository.listVersions(tenantId, artifact_id, { limit, before });
    if (page === undefined) throw artifactNotFound();
    const last = page.hasMore ? page.versions.at(-1) : undefined;
    return {
      versions: page.versions.map(artifactMetadata),
      total_count: page.total,
      next_before: last?.version.version ?? null,
    };
  }

  /** @throws {Problem} 404 when there is no such artifact or version. */
  async origin(tenantId: string, request: ReadArtifactOriginRequest): Promise<ReadArtifactOriginReply> {
    const found = await this.repository.find(tenantId, request.artifact_id, request.version);
    if (found === undefined) throw artifactNotFound();
    const { dependencies } = found.version;
    const inputs = await this.repository.versionsOf(tenantId, found.artifact.workflowId, dependencies);
    return {
      artifact: artifactMetadata(found),
      inputs: dependencies.flatMap((id) => inputs.get(id) ?? []).map(artifactReference),
    };
  }

  /** @throws {Problem} 404 when there is no such artifact or version. */
  async compare(tenantId: string, request: CompareArtifactVersionsRequest): Promise<CompareArtifactVersionsReply> {
    const [from, to] = await Promise.all(
      [request.from, request.to].map(async (version) => {
        const found = await this.repository.find(tenantId, request.artifact_id, version);
        if (found === undefined) throw artifactNotFound();
        return found;
      }),
    );
    if (from === undefined || to === undefined) throw artifactNotFound();
    const shown = { from: artifactMetadata(from), to: artifactMetadata(to) };
    if (from.version.sha256 === to.version.sha256) {
      return { ...shown, added_lines: 0, removed_lines: 0, hunks: [], detail: 'lines', identical: true };
    }
    const [oldText, newText] = await Promise.all([from, to].map(({ version }) => this.reading.text(version.sha256)));
    const { hunks, added, removed } = compareTexts(oldText ?? '', newText ?? '');
    const counts = { added_lines: added, removed_lines: removed, identical: false };
    if (hunks === undefined) return { ...shown, ...counts, hunks: [], detail: 'whole' };
    const sent = fitting(hunks);
    return { ...shown, ...counts, hunks: sent, detail: sent.length < hunks.length ? 'cut' : 'lines' };
  }
}

/** The first hunks that fit into a reply. */
function fitting(hunks: readonly DiffHunk[]): DiffHunk[] {
  let bytes = 0;
  const end = hunks.findIndex((hunk) => (bytes += Buffer.byteLength(JSON.stringify(hunk))) > MAX_HUNK_BYTES);
  return hunks.slice(0, end === -1 ? undefined : end);
}

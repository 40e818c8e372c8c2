import { Injectable } from '@nestjs/common';

import { inTenant } from '@botarmy/chassis';

import { PrismaClient } from '../generated/prisma/client';
import type { ArtifactVersion } from '../generated/prisma/client';
import type { VersionOfArtifact } from './artifact-metadata';

/** A page of a listing. */
export interface ListedArtifacts {
  readonly artifacts: readonly VersionOfArtifact[];
  readonly total: number;
  readonly hasMore: boolean;
}

/** A page of the versions of one artifact, newest first. */
export interface ListedVersions {
  readonly versions: readonly VersionOfArtifact[];
  readonly total: number;
  readonly hasMore: boolean;
}

/** Reads artifacts and versions; a tenant's question never sees another's rows. */
@Injectable()
export class ArtifactRepository {
  constructor(private readonly prisma: PrismaClient) {}

  /**
   * A page of artifacts at their newest versions: those of a workflow by path, or all of the tenant newest first.
   * Undefined when `after` is no artifact of that listing.
   */
  list(
    tenantId: string,
    page: { workflowId?: string; after?: string; limit: number },
  ): Promise<ListedArtifacts | undefined> {
    const { workflowId, after, limit } = page;
    const where = { tenantId, ...(workflowId === undefined ? {} : { workflowId }) };
    return inTenant(this.prisma, tenantId, async (transaction) => {
      if (after !== undefined) {
        const found = await transaction.artifact.findFirst({
          where: { ...where, artifactId: after },
          select: { artifactId: true },
        });
        if (found === null) return undefined;
      }
      const rows = await transaction.artifact.findMany({
        where,
        include: { newest: true },
        orderBy:
          workflowId === undefined ? [{ artifactId: 'desc' as const }] : [{ listingRank: 'asc' }, { path: 'asc' }],
        ...(after === undefined ? {} : { cursor: { artifactId: after }, skip: 1 }),
        take: limit + 1,
      });
      const total = await transaction.artifact.count({ where });
      const artifacts = rows.slice(0, limit).map(({ newest, ...artifact }) => ({ artifact, version: newest }));
      return { artifacts, total, hasMore: rows.length > limit };
    });
  }

  /** An artifact at a version, or at its newest. */
  find(tenantId: string, artifactId: string, version?: number): Promise<VersionOfArtifact | undefined> {
    return inTenant(this.prisma, tenantId, async (transaction) => {
      const row = await transaction.artifact.findFirst({
        where: { tenantId, artifactId },
        include: { newest: version === undefined, versions: version === undefined ? false : { where: { version } } },
      });
      if (row === null) return undefined;
      const { newest, versions = [], ...artifact } = row;
      const found = version === undefined ? newest : versions[0];
      return found === undefined ? undefined : { artifact, version: found };
    });
  }

  /** These artifacts at their newest versions, by id. */
  async newestOf(tenantId: string, artifactIds: readonly string[]): Promise<ReadonlyMap<string, VersionOfArtifact>> {
    const rows = await inTenant(this.prisma, tenantId, (transaction) =>
      transaction.artifact.findMany({
        where: { tenantId, artifactId: { in: [...artifactIds] } },
        include: { newest: true },
      }),
    );
    return new Map(rows.map(({ newest, ...artifact }) => [artifact.artifactId, { artifact, version: newest }]));
  }

  /** Versions of an artifact below a number, newest first; undefined when the tenant has no such artifact. */
  listVersions(
    tenantId: string,
    artifactId: string,
    page: { limit: number; before?: number },
  ): Promise<ListedVersions | undefined> {
    const { limit, before } = page;
    return inTenant(this.prisma, tenantId, async (transaction) => {
      const artifact = await transaction.artifact.findFirst({ where: { tenantId, artifactId } });
      if (artifact === null) return undefined;
      const rows = await transaction.artifactVersion.findMany({
        where: { tenantId, artifactId, ...(before === undefined ? {} : { version: { lt: before } }) },
        orderBy: { version: 'desc' },
        take: limit + 1,
      });
      const versions = rows.slice(0, limit).map((version) => ({ artifact, version }));
      // Versions are numbered without gaps.
      return { versions, total: artifact.newestVersion, hasMore: rows.length > limit };
    });
  }

  /** A version of a workflow. */
  async findVersion(tenantId: string, workflowId: string, versionId: string): Promise<ArtifactVersion | undefined> {
    const row = await inTenant(this.prisma, tenantId, (transaction) =>
      transaction.artifactVersion.findFirst({ where: { tenantId, workflowId, versionId } }),
    );
    return row ?? undefined;
  }

  /** Those of these versions that belong to a workflow, by id. */
  async versionsOf(
    tenantId: string,
    workflowId: string,
    versionIds: readonly string[],
  ): Promise<ReadonlyMap<string, VersionOfArtifact>> {
    const rows = await inTenant(this.prisma, tenantId, (transaction) =>
      transaction.artifactVersion.findMany({
        where: { tenantId, workflowId, versionId: { in: [...versionIds] } },
        include: { artifact: true },
      }),
    );
    return new Map(rows.map(({ artifact, ...version }) => [version.versionId, { artifact, version }]));
  }

  /** The version an operation has stored. */
  async findByOperation(
    tenantId: string,
    operation: { workflowId: string; path: string; operationKey: string },
  ): Promise<VersionOfArtifact | undefined> {
    const { workflowId, path, operationKey } = operation;
    const row = await inTenant(this.prisma, tenantId, (transaction) =>
      transaction.artifactVersion.findFirst({
        where: { tenantId, operationKey, artifact: { tenantId, workflowId, path } },
        include: { artifact: true },
      }),
    );
    if (row === null) return undefined;
    const { artifact, ...version } = row;
    return { artifact, version };
  }

  /** Which of these blobs some version of any tenant names. */
  async namedBlobs(sha256s: readonly string[]): Promise<Set<string>> {
    if (sha256s.length === 0) return new Set();
    const rows = await inTenant(this.prisma, '*', (transaction) =>
      transaction.artifactVersion.groupBy({ by: ['sha256'], where: { sha256: { in: [...sha256s] } } }),
    );
    return new Set(rows.map((row) => row.sha256));
  }
}

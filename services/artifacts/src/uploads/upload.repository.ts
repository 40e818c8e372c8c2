import { Injectable } from '@nestjs/common';

import { inTenant } from '@botarmy/chassis';
import type { UploadKind, UploadStatus, UploadTextStatus, UploadView } from '@botarmy/contracts';

import { PrismaClient } from '../generated/prisma/client';
import type { Upload } from '../generated/prisma/client';

/** A page of uploads, newest first. */
export interface ListedUploads {
  readonly uploads: readonly Upload[];
  readonly total: number;
  readonly hasMore: boolean;
}

/** Reads uploads; a tenant's question never sees another's rows. */
@Injectable()
export class UploadRepository {
  constructor(private readonly prisma: PrismaClient) {}

  /** Those that arrived whole; `status` narrows them. */
  list(tenantId: string, page: { status?: UploadStatus; before?: string; limit: number }): Promise<ListedUploads> {
    const { status, before, limit } = page;
    const where = { tenantId, status: status ?? { not: 'receiving' } };
    return inTenant(this.prisma, tenantId, async (transaction) => {
      const rows = await transaction.upload.findMany({
        where: before === undefined ? where : { ...where, uploadId: { lt: before } },
        orderBy: { uploadId: 'desc' },
        take: limit + 1,
      });
      const total = await transaction.upload.count({ where });
      return { uploads: rows.slice(0, limit), total, hasMore: rows.length > limit };
    });
  }

  /** An upload that arrived whole. */
  async find(tenantId: string, uploadId: string): Promise<Upload | undefined> {
    const found = await this.findAny(tenantId, uploadId);
    return found?.status === 'receiving' ? undefined : found;
  }

  /** A file that is still arriving, for whoever sends it. */
  async findReceiving(tenantId: string, uploadId: string, userId: string): Promise<Upload | undefined> {
    const found = await this.findAny(tenantId, uploadId);
    return found?.status === 'receiving' && found.uploadedBy === userId ? found : undefined;
  }

  countWaiting(tenantId: string): Promise<number> {
    return inTenant(this.prisma, tenantId, (transaction) =>
      transaction.upload.count({ where: { tenantId, status: 'quarantined' } }),
    );
  }

  /** Which of these blobs some upload of any tenant names. */
  async namedBlobs(sha256s: readonly string[]): Promise<Set<string>> {
    if (sha256s.length === 0) return new Set();
    const wanted = [...sha256s];
    const rows = await inTenant(this.prisma, '*', (transaction) =>
      transaction.upload.findMany({
        where: { OR: [{ pieces: { hasSome: wanted } }, { textSha256: { in: wanted } }] },
        select: { pieces: true, textSha256: true },
      }),
    );
    return new Set(rows.flatMap(({ pieces, textSha256 }) => [...pieces, ...(textSha256 === null ? [] : [textSha256])]));
  }

  private async findAny(tenantId: string, uploadId: string): Promise<Upload | undefined> {
    const found = await inTenant(this.prisma, tenantId, (transaction) =>
      transaction.upload.findFirst({ where: { tenantId, uploadId } }),
    );
    return found ?? undefined;
  }
}

/** An upload as everybody is shown it. */
export function uploadView(upload: Upload): UploadView {
  return {
    id: upload.uploadId,
    name: upload.name,
    kind: (upload.kind ?? 'text') as UploadKind,
    media_type: upload.mediaType ?? '',
    size_bytes: Number(upload.sizeBytes),
    sha256: upload.sha256 ?? '',
    status: upload.status as UploadStatus,
    finding: upload.finding,
    scan_problem: upload.scanProblem,
    text_status: upload.textStatus as UploadTextStatus,
    text_characters: upload.textCharacters,
    uploaded_by: upload.uploadedBy,
    uploaded_at: upload.openedAt.toISOString(),
    scanned_at: upload.scannedAt?.toISOString() ?? null,
  };
}

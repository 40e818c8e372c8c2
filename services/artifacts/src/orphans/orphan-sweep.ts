import { Injectable } from '@nestjs/common';

import { Clock, Logger } from '@botarmy/chassis';

import { ArtifactRepository } from '../artifacts/artifact.repository';
import { BlobStore } from '../blobs/blob-store';
import { ArtifactsConfig } from '../config';
import { UploadRepository } from '../uploads/upload.repository';
import { OrphanMetrics } from './orphan.metrics';

const PAGE_SIZE = 500;

/**
 * Removes blobs that no version and no upload names and nobody has put for a day: left by a process that died between blob and row,
 * or by a repeated operation with other content. A store touches its blob before it writes the row, so a blob that a
 * row is about to name is never old.
 */
@Injectable()
export class OrphanSweep {
  private after: string | undefined;

  constructor(
    private readonly blobs: BlobStore,
    private readonly repository: ArtifactRepository,
    private readonly uploads: UploadRepository,
    private readonly config: ArtifactsConfig,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly metrics: OrphanMetrics,
  ) {}

  /** Looks at one page of blobs; true when there are more. */
  async sweepPage(): Promise<boolean> {
    const before = new Date(this.clock.now().getTime() - this.config.BLOB_ORPHAN_AGE_HOURS * 3_600_000);
    if (this.after === undefined) await this.blobs.tidy(before);
    const page = await this.blobs.listUntouchedSince(before, { after: this.after, limit: PAGE_SIZE });
    const [named, uploaded] = await Promise.all([
      this.repository.namedBlobs(page.sha256s),
      this.uploads.namedBlobs(page.sha256s),
    ]);
    let removed = 0;
    for (const sha256 of page.sha256s) {
      if (named.has(sha256) || uploaded.has(sha256) || !(await this.blobs.removeUnlessTouched(sha256, before)))
        continue;
      this.metrics.sweptOne();
      removed += 1;
    }
    if (removed > 0) this.logger.info({ removed }, 'orphaned blobs removed');
    this.after = page.next;
    return page.next !== undefined;
  }
}

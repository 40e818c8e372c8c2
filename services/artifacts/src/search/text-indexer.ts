import { Injectable } from '@nestjs/common';

import { Database } from '@botarmy/chassis';

import { BlobMissingError, BlobDamagedError, BlobStore } from '../blobs/blob-store';

const ARTIFACTS_PER_ROUND = 32;
/** What of a document is searchable: a tsvector holds 1 MiB, and words repeat. */
const SEARCHABLE_CHARACTERS = 200_000;

interface UnindexedArtifact {
  readonly artifact_id: string;
  readonly version: number;
  readonly sha256: string;
}

/** Makes newest versions searchable, those of all tenants, oldest artifact first. */
@Injectable()
export class TextIndexer {
  constructor(
    private readonly database: Database,
    private readonly blobs: BlobStore,
  ) {}

  /** Indexes one group; true when there may be more. */
  async indexGroup(): Promise<boolean> {
    const waiting = await this.database.read<UnindexedArtifact>('unindexed_artifacts', ARTIFACTS_PER_ROUND);
    if (waiting.length === 0) return false;
    const items = await Promise.all(
      waiting.map(async ({ artifact_id, version, sha256 }) => ({
        artifact_id,
        version,
        text: await this.textOf(sha256),
      })),
    );
    await this.database.call('index_artifacts', JSON.stringify(items));
    return waiting.length === ARTIFACTS_PER_ROUND;
  }

  /** A damaged or lost blob is found by its name alone; a read says what happened to it. */
  private async textOf(sha256: string): Promise<string> {
    try {
      const text = (await this.blobs.get(sha256)).toString('utf8');
      return text.slice(0, SEARCHABLE_CHARACTERS).toWellFormed().replaceAll('\0', ' ');
    } catch (error) {
      if (error instanceof BlobMissingError || error instanceof BlobDamagedError) return '';
      throw error;
    }
  }
}

import { Injectable } from '@nestjs/common';

import { blobProblem } from '../artifacts/artifact-problems';
import { ArtifactMetrics } from '../artifacts/artifact.metrics';
import { blobDigest } from '../blobs/blob-digest';
import { BlobStore } from '../blobs/blob-store';

/** The bytes of uploads: pieces under their SHA-256, as every other blob. */
@Injectable()
export class UploadBytes {
  constructor(
    private readonly blobs: BlobStore,
    private readonly metrics: ArtifactMetrics,
  ) {}

  /** Stores a piece or a text and returns its name. @throws {Problem} 507 when there is no room. */
  async put(bytes: Buffer): Promise<string> {
    const sha256 = blobDigest(bytes);
    try {
      await this.blobs.put(sha256, bytes);
    } catch (error) {
      throw blobProblem(error);
    }
    return sha256;
  }

  /** @throws {Problem} 500 `artifact-corrupt` when the bytes are lost or changed. */
  async get(sha256: string): Promise<Buffer> {
    try {
      return await this.blobs.get(sha256);
    } catch (error) {
      const problem = blobProblem(error);
      if (problem !== error) this.metrics.refusedCorrupt();
      throw problem;
    }
  }

  /** The whole file; uploads are small enough to be looked at in one go. */
  async whole(pieces: readonly string[]): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (const sha256 of pieces) parts.push(await this.get(sha256));
    return Buffer.concat(parts);
  }
}

import { createHash, randomUUID } from 'node:crypto';

import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';

import type { Clock } from '@botarmy/chassis';

import { assertBlobDigest, blobDigest, isBlobDigest } from './blob-digest';
import { BlobDamagedError, BlobMissingError, BlobStore } from './blob-store';
import type { UntouchedBlobs } from './blob-store';

/** From here on a blob goes up in parts. */
const PART_BYTES = 8_388_608;
/** A removal that has not come to its end by then never will: each of its requests is given up before. */
const REMOVAL_MS = 60_000;
const REMOVAL_REQUEST_MS = 10_000;
const MEETING_PAUSE_MS = 20;

/** Where in S3 blobs are. */
export interface S3Place {
  readonly bucket: string;
  /** Put before every key; empty or ending with a slash. */
  readonly prefix: string;
}

/**
 * Blobs as objects `<prefix>blobs/<sha256>`. Replicas need nothing but the bucket.
 *
 * S3 cannot delete an object unless it was written again meanwhile, so a removal announces itself first: it writes a mark
 * `<prefix>leaving/<sha256>/<own id>`, looks at the age, deletes, and takes the mark away. A put writes, then looks for marks, then whether
 * its object is there. Either the put sees the mark and writes again when it is gone, or the removal began after the put and sees a young
 * object. This holds because S3 lets every request see what was written before it.
 */
export class S3BlobStore extends BlobStore {
  constructor(
    private readonly client: S3Client,
    private readonly place: S3Place,
    private readonly clock: Clock,
  ) {
    super();
  }

  async put(sha256: string, bytes: Uint8Array): Promise<void> {
    const key = this.keyOf(sha256);
    if (blobDigest(bytes) !== sha256) throw new Error('the bytes do not hash to the name they are put under');
    const patience = this.clock.monotonicMs() + 1.5 * REMOVAL_MS;
    for (;;) {
      await this.write(key, sha256, bytes);
      if (!(await this.isLeaving(sha256)) && (await this.has(sha256))) return;
      if (this.clock.monotonicMs() > patience) throw new Error('a blob that is being removed does not come to rest');
      await this.clock.sleep(MEETING_PAUSE_MS);
    }
  }

  async get(sha256: string): Promise<Buffer> {
    const key = this.keyOf(sha256);
    try {
      const { Body } = await this.client.send(new GetObjectCommand({ Bucket: this.place.bucket, Key: key }));
      const hash = createHash('sha256');
      const chunks: Buffer[] = [];
      for await (const chunk of Body as AsyncIterable<Buffer>) {
        hash.update(chunk);
        chunks.push(chunk);
      }
      if (hash.digest('hex') !== sha256) throw new BlobDamagedError(sha256);
      return Buffer.concat(chunks);
    } catch (error) {
      throw isAbsent(error) ? new BlobMissingError(sha256) : error;
    }
  }

  async has(sha256: string): Promise<boolean> {
    return (await this.touchedAt(sha256)) !== undefined;
  }

  async listUntouchedSince(before: Date, page: { after?: string; limit: number }): Promise<UntouchedBlobs> {
    const folder = `${this.place.prefix}blobs/`;
    const { Contents = [], IsTruncated } = await this.client.send(
      new ListObjectsV2Command({
        Bucket: this.place.bucket,
        Prefix: folder,
        MaxKeys: page.limit,
        ...(page.after === undefined ? {} : { StartAfter: folder + page.after }),
      }),
    );
    const listed = Contents.map(({ Key = '', LastModified }) => ({ name: Key.slice(folder.length), LastModified }));
    return {
      sha256s: listed
        .filter(({ name, LastModified }) => isBlobDigest(name) && LastModified !== undefined && LastModified < before)
        .map(({ name }) => name),
      next: IsTruncated === true ? listed.at(-1)?.name : undefined,
    };
  }

  async removeUnlessTouched(sha256: string, before: Date): Promise<boolean> {
    const Bucket = this.place.bucket;
    const isOld = async (): Promise<boolean> => {
      const touchedAt = await this.touchedAt(sha256);
      return touchedAt !== undefined && touchedAt < before;
    };
    if (!(await isOld())) return false;
    const begun = this.clock.monotonicMs();
    const mark = `${this.marksOf(sha256)}${randomUUID()}`;
    await this.client.send(new PutObjectCommand({ Bucket, Key: mark, Body: sha256 }));
    try {
      if (!(await isOld()) || this.clock.monotonicMs() - begun > REMOVAL_MS / 2) return false;
      const deadline = { abortSignal: AbortSignal.timeout(REMOVAL_REQUEST_MS) };
      await this.client.send(new DeleteObjectCommand({ Bucket, Key: this.keyOf(sha256) }), deadline);
      return true;
    } finally {
      await this.client.send(new DeleteObjectCommand({ Bucket, Key: mark }));
    }
  }

  /** Takes away the marks of removals that were killed. */
  async tidy(before: Date): Promise<void> {
    const Bucket = this.place.bucket;
    const Prefix = `${this.place.prefix}leaving/`;
    const { Contents = [] } = await this.client.send(new ListObjectsV2Command({ Bucket, Prefix }));
    for (const { Key, LastModified } of Contents) {
      if (LastModified !== undefined && LastModified < before)
        await this.client.send(new DeleteObjectCommand({ Bucket, Key }));
    }
  }

  async check(): Promise<void> {
    await this.client.send(new HeadBucketCommand({ Bucket: this.place.bucket }));
  }

  /** The server compares the checksum with what it received before it stores anything. */
  private async write(Key: string, sha256: string, bytes: Uint8Array): Promise<void> {
    const object = { Bucket: this.place.bucket, Key, Body: bytes, ContentType: 'application/octet-stream' };
    if (bytes.length <= PART_BYTES) {
      const ChecksumSHA256 = Buffer.from(sha256, 'hex').toString('base64');
      await this.client.send(new PutObjectCommand({ ...object, ContentLength: bytes.length, ChecksumSHA256 }));
      return;
    }
    const params = { ...object, ChecksumAlgorithm: 'SHA256' as const };
    await new Upload({ client: this.client, params, partSize: PART_BYTES, queueSize: 2 }).done();
  }

  /** True while somebody is removing the blob. The mark of a removal that died counts for a minute. */
  private async isLeaving(sha256: string): Promise<boolean> {
    const Prefix = this.marksOf(sha256);
    const { Contents = [] } = await this.client.send(new ListObjectsV2Command({ Bucket: this.place.bucket, Prefix }));
    const living = this.clock.now().getTime() - REMOVAL_MS;
    return Contents.some(({ LastModified }) => LastModified === undefined || LastModified.getTime() > living);
  }

  private async touchedAt(sha256: string): Promise<Date | undefined> {
    const object = { Bucket: this.place.bucket, Key: this.keyOf(sha256) };
    try {
      return (await this.client.send(new HeadObjectCommand(object))).LastModified;
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  }

  private keyOf(sha256: string): string {
    assertBlobDigest(sha256);
    return `${this.place.prefix}blobs/${sha256}`;
  }

  private marksOf(sha256: string): string {
    return `${this.place.prefix}leaving/${sha256}/`;
  }
}

function isAbsent(error: unknown): boolean {
  if (!(error instanceof S3ServiceException)) return false;
  return error.name === 'NoSuchKey' || error.name === 'NotFound' || error.$metadata.httpStatusCode === 404;
}

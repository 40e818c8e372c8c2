import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { utimes } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DeleteObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

import { SystemClock } from '@botarmy/chassis';
import type { Clock } from '@botarmy/chassis';
import { FakeClock, waitFor } from '@botarmy/testing';

import { blobDigest } from './blob-digest';
import { BlobDamagedError } from './blob-store';
import { describeBlobStoreContract } from './blob-store-contract.fixture';
import { S3BlobStore } from './s3-blob-store';

/** What of the server's package is used; it brings no types. */
interface S3Server {
  run(): Promise<AddressInfo>;
  close(): Promise<void>;
}
type S3ServerClass = new (options: object) => S3Server;

const BUCKET = 'blobs';
const PREFIX = 'tenants/';
const LONG_AGO = new Date('2020-01-01T00:00:00Z');
const RECENTLY = new Date(Date.now() - 60_000);

/** The server makes its continuation tokens with DES, which OpenSSL 3 no longer has; AES does as well, and nobody here reads them. */
function mendContinuationTokens(): void {
  const crypto = jest.requireActual<typeof import('node:crypto')>('node:crypto');
  const { createCipheriv } = crypto;
  jest.spyOn(crypto, 'createCipheriv').mockImplementation(((algorithm: string, key: Buffer, iv: Buffer) => {
    if (algorithm !== 'des') return createCipheriv(algorithm, key, iv);
    return createCipheriv('aes-128-cbc', Buffer.alloc(16, key), Buffer.alloc(16, iv));
  }) as typeof createCipheriv);
}

/** An S3 server that keeps its objects in a folder. */
class TestS3 {
  private constructor(
    private readonly server: S3Server,
    private readonly folder: string,
    readonly client: S3Client,
  ) {}

  static async start(): Promise<TestS3> {
    mendContinuationTokens();
    const Server = jest.requireActual<S3ServerClass>('s3rver');
    const folder = mkdtempSync(join(tmpdir(), 'botarmy-s3-'));
    const options = {
      port: 0,
      address: '127.0.0.1',
      silent: true,
      directory: folder,
      configureBuckets: [{ name: BUCKET }],
    };
    const server = new Server(options);
    const { port } = await server.run();
    const client = new S3Client({
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${port}`,
      forcePathStyle: true,
      credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
    return new TestS3(server, folder, client);
  }

  /** The file that holds an object's bytes. */
  fileOf(key: string): string {
    return join(this.folder, BUCKET, `${key}._S3rver_object`);
  }

  async keys(prefix = ''): Promise<string[]> {
    const { Contents = [] } = await this.client.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: prefix }));
    return Contents.map(({ Key = '' }) => Key);
  }

  async empty(): Promise<void> {
    for (const Key of await this.keys()) await this.client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key }));
  }

  async stop(): Promise<void> {
    this.client.destroy();
    await this.server.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

let s3: TestS3;
const keyOf = (sha256: string): string => `${PREFIX}blobs/${sha256}`;
const storeWith = (clock: Clock = new SystemClock()): S3BlobStore =>
  new S3BlobStore(s3.client, { bucket: BUCKET, prefix: PREFIX }, clock);

beforeAll(async () => {
  s3 = await TestS3.start();
});
afterAll(() => s3.stop());

describeBlobStoreContract('S3BlobStore', async () => {
  await s3.empty();
  return {
    store: storeWith(),
    age: (sha256, to) => utimes(s3.fileOf(keyOf(sha256)), to, to),
    close: () => Promise.resolve(),
  };
});

describe('S3BlobStore', () => {
  const bytes = Buffer.from('# Architecture\n');
  const sha256 = blobDigest(bytes);

  beforeEach(() => s3.empty());

  it('keeps a blob under a key made of its hash alone, below its prefix', async () => {
    await storeWith().put(sha256, bytes);
    expect(await s3.keys()).toEqual([keyOf(sha256)]);
  });

  it('notices changed and cut bytes, never returns them, and repairs them by a put', async () => {
    const store = storeWith();
    await store.put(sha256, bytes);
    for (const damage of ['# Architecturf\n', '# Arch']) {
      writeFileSync(s3.fileOf(keyOf(sha256)), damage);
      await expect(store.get(sha256)).rejects.toBeInstanceOf(BlobDamagedError);
    }
    await store.put(sha256, bytes);
    expect(await store.get(sha256)).toEqual(bytes);
  });

  it('takes large blobs in parts', async () => {
    const large = Buffer.alloc(9_000_000, 'large ');
    const name = blobDigest(large);
    await storeWith().put(name, large);
    expect((await storeWith().get(name)).equals(large)).toBe(true);
  });

  it('leaves no marks behind, and takes those of killed removals away', async () => {
    const store = storeWith();
    await store.put(sha256, bytes);
    await utimes(s3.fileOf(keyOf(sha256)), LONG_AGO, LONG_AGO);
    expect(await store.removeUnlessTouched(sha256, RECENTLY)).toBe(true);
    expect(await s3.keys()).toEqual([]);
    const mark = `${PREFIX}leaving/${sha256}/killed`;
    await s3.client.send(new PutObjectCommand({ Bucket: BUCKET, Key: mark, Body: 'x' }));
    await store.tidy(RECENTLY);
    expect(await s3.keys()).toEqual([mark]);
    await utimes(s3.fileOf(mark), LONG_AGO, LONG_AGO);
    await store.tidy(RECENTLY);
    expect(await s3.keys()).toEqual([]);
  });

  it('waits with a put for a removal that is under way, not for one that was killed', async () => {
    const clock = new FakeClock(new Date());
    const mark = `${PREFIX}leaving/${sha256}/other`;
    await s3.client.send(new PutObjectCommand({ Bucket: BUCKET, Key: mark, Body: 'x' }));
    const put = storeWith(clock).put(sha256, bytes);
    await waitFor(() => clock.pendingTimers === 1, { timeoutMs: 30_000, describe: 'the put to wait' });
    await s3.client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: mark }));
    await clock.advance(1_000);
    await put;
    await s3.client.send(new PutObjectCommand({ Bucket: BUCKET, Key: mark, Body: 'x' }));
    await utimes(s3.fileOf(mark), LONG_AGO, LONG_AGO);
    await storeWith(clock).put(sha256, bytes);
    expect(await storeWith().get(sha256)).toEqual(bytes);
  });

  it('says when its bucket is gone', async () => {
    const elsewhere = new S3BlobStore(s3.client, { bucket: 'nowhere', prefix: '' }, new SystemClock());
    await expect(elsewhere.check()).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } });
  });
});

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { blobDigest } from './blob-digest';
import { BlobDamagedError } from './blob-store';
import { describeBlobStoreContract } from './blob-store-contract.fixture';
import { FileBlobStore } from './file-blob-store';

const LONG_AGO = new Date('2020-01-01T00:00:00Z');
const RECENTLY = new Date(Date.now() - 60_000);

const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'botarmy-blobs-'));
const fileIn = (folder: string, sha256: string): string => join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);

describeBlobStoreContract('FileBlobStore', async () => {
  const folder = temporaryFolder();
  return {
    store: await FileBlobStore.open(folder),
    age: (sha256, to) => utimes(fileIn(folder, sha256), to, to),
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
});

describe('FileBlobStore', () => {
  const bytes = Buffer.from('# Architecture\n');
  const sha256 = blobDigest(bytes);
  let folder: string;
  let file: string;
  let store: FileBlobStore;

  beforeEach(async () => {
    folder = temporaryFolder();
    file = fileIn(folder, sha256);
    store = await FileBlobStore.open(folder);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('keeps a blob under a path made of its hash alone, readable for its owner alone', async () => {
    await store.put(sha256, bytes);
    expect(readFileSync(file)).toEqual(bytes);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(readdirSync(join(folder, 'incoming'))).toEqual([]);
  });

  it.each([
    ['a changed byte', (): void => writeFileSync(file, '# Architecturf\n')],
    ['a cut file', (): void => writeFileSync(file, '# Arch')],
    ['an empty file', (): void => writeFileSync(file, '')],
  ])('notices %s and never returns it', async (_name, damage) => {
    await store.put(sha256, bytes);
    damage();
    await expect(store.get(sha256)).rejects.toBeInstanceOf(BlobDamagedError);
  });

  it('repairs damaged bytes when the right ones are put', async () => {
    await store.put(sha256, bytes);
    writeFileSync(file, 'damaged');
    await store.put(sha256, bytes);
    expect(await store.get(sha256)).toEqual(bytes);
  });

  it('finds what an earlier process stored', async () => {
    await store.put(sha256, bytes);
    expect(await (await FileBlobStore.open(folder)).get(sha256)).toEqual(bytes);
  });

  it('leaves nothing behind when a write fails', async () => {
    mkdirSync(join(folder, sha256.slice(0, 2)));
    writeFileSync(join(folder, sha256.slice(0, 2), sha256.slice(2, 4)), 'a file where a folder belongs');
    await expect(store.put(sha256, bytes)).rejects.toThrow();
    expect(readdirSync(join(folder, 'incoming'))).toEqual([]);
  });

  it('takes back what a killed removal had moved away, and serves it meanwhile', async () => {
    await store.put(sha256, bytes);
    renameSync(file, join(folder, 'leaving', sha256));
    expect(await store.get(sha256)).toEqual(bytes);
    await store.tidy(RECENTLY);
    expect(existsSync(file)).toBe(true);
    expect(readdirSync(join(folder, 'leaving'))).toEqual([]);
  });

  describe('while a blob is being removed', () => {
    const files = jest.requireActual<typeof import('node:fs/promises')>('node:fs/promises');
    const { rename } = files;
    afterEach(() => jest.restoreAllMocks());

    it.each([
      ['before it is moved aside', true],
      ['after it is moved aside', false],
    ])('keeps what is put %s', async (_name, isBefore) => {
      await store.put(sha256, bytes);
      await utimes(file, LONG_AGO, LONG_AGO);
      jest.spyOn(files, 'rename').mockImplementationOnce(async (from, to) => {
        if (isBefore) await store.put(sha256, bytes);
        await rename(from, to);
        if (!isBefore) await store.put(sha256, bytes);
      });
      const removed = await store.removeUnlessTouched(sha256, RECENTLY);
      expect(removed).toBe(!isBefore);
      expect(await store.get(sha256)).toEqual(bytes);
      expect(existsSync(file)).toBe(true);
      expect(readdirSync(join(folder, 'leaving'))).toEqual([]);
    });
  });

  it('removes what killed writes left, but no write under way', async () => {
    const old = join(folder, 'incoming', `${sha256}.old`);
    const fresh = join(folder, 'incoming', `${sha256}.fresh`);
    writeFileSync(old, 'half');
    writeFileSync(fresh, 'half');
    await utimes(old, LONG_AGO, LONG_AGO);
    await store.tidy(RECENTLY);
    expect(readdirSync(join(folder, 'incoming'))).toEqual([`${sha256}.fresh`]);
  });

  it('lists no file that is no blob', async () => {
    await store.put(sha256, bytes);
    const stray = join(folder, sha256.slice(0, 2), sha256.slice(2, 4), 'notes.txt');
    writeFileSync(stray, 'stray');
    for (const path of [file, stray]) await utimes(path, LONG_AGO, LONG_AGO);
    expect((await store.listUntouchedSince(RECENTLY, { limit: 10 })).sha256s).toEqual([sha256]);
  });

  it('says when its folder is gone', async () => {
    rmSync(folder, { recursive: true });
    await expect(store.check()).rejects.toThrow('ENOENT');
  });
});

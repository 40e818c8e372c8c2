import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, link, mkdir, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { assertBlobDigest, blobDigest, isBlobDigest } from './blob-digest';
import { BlobDamagedError, BlobMissingError, BlobStore } from './blob-store';
import type { UntouchedBlobs } from './blob-store';
import { makeFolderDurably, syncFolder, syncFoldersUpTo, unlessAbsent, writeDurably } from './durable-files';
import { listBlobFiles } from './list-blob-files';

/**
 * Blobs as files `aa/bb/<sha256>` below one folder, which replicas may share. Written in `incoming/` and renamed, so a
 * reader sees a whole file or none. A removal moves the file to `leaving/` first and looks at its age there: a put
 * either was earlier, and is seen, or finds nothing and writes anew.
 */
export class FileBlobStore extends BlobStore {
  private readonly root: string;
  private readonly incoming: string;
  private readonly leaving: string;
  private readonly putting = new Map<string, Promise<void>>();
  /** Folders known to survive a power failure; at most 65,536. */
  private readonly durableFolders = new Set<string>();

  private constructor(directory: string) {
    super();
    this.root = resolve(directory);
    this.incoming = join(this.root, 'incoming');
    this.leaving = join(this.root, 'leaving');
  }

  /** Opens a store, creating its folder when there is none. */
  static async open(directory: string): Promise<FileBlobStore> {
    const store = new FileBlobStore(directory);
    for (const folder of [store.incoming, store.leaving]) await mkdir(folder, { recursive: true, mode: 0o700 });
    await syncFolder(store.root);
    return store;
  }

  async put(sha256: string, bytes: Uint8Array): Promise<void> {
    assertBlobDigest(sha256);
    if (blobDigest(bytes) !== sha256) throw new Error('the bytes do not hash to the name they are put under');
    let put = this.putting.get(sha256);
    if (put === undefined) {
      put = this.putOnce(sha256, bytes).finally(() => this.putting.delete(sha256));
      this.putting.set(sha256, put);
    }
    await put;
  }

  async get(sha256: string): Promise<Buffer> {
    const file = this.fileOf(sha256);
    const bytes =
      (await unlessAbsent(readFile(file))) ??
      // On its way out or just back from there.
      (await unlessAbsent(readFile(join(this.leaving, sha256)))) ??
      (await unlessAbsent(readFile(file)));
    if (bytes === undefined) throw new BlobMissingError(sha256);
    if (blobDigest(bytes) !== sha256) throw new BlobDamagedError(sha256);
    return bytes;
  }

  async has(sha256: string): Promise<boolean> {
    return (await unlessAbsent(stat(this.fileOf(sha256)))) !== undefined;
  }

  async listUntouchedSince(before: Date, page: { after?: string; limit: number }): Promise<UntouchedBlobs> {
    const names = await listBlobFiles(this.root, page.after ?? '', page.limit);
    const isUntouched = await Promise.all(
      names.map(async (name) => isOlder(await unlessAbsent(stat(this.fileOf(name))), before)),
    );
    return {
      sha256s: names.filter((_, index) => isUntouched[index]),
      next: names.length < page.limit ? undefined : names.at(-1),
    };
  }

  async removeUnlessTouched(sha256: string, before: Date): Promise<boolean> {
    const file = this.fileOf(sha256);
    if (!isOlder(await unlessAbsent(stat(file)), before)) return false;
    const leavingFile = join(this.leaving, sha256);
    await unlessAbsent(rename(file, leavingFile));
    const moved = await unlessAbsent(stat(leavingFile));
    if (moved === undefined) return false;
    if (!isOlder(moved, before)) {
      await this.takeBack(sha256);
      return false;
    }
    await rm(leavingFile, { force: true });
    return true;
  }

  async tidy(before: Date): Promise<void> {
    for (const name of await readdir(this.leaving)) if (isBlobDigest(name)) await this.takeBack(name);
    for (const name of await readdir(this.incoming)) {
      const file = join(this.incoming, name);
      if (isOlder(await unlessAbsent(stat(file)), before)) await rm(file, { force: true });
    }
  }

  async check(): Promise<void> {
    await access(this.incoming, constants.W_OK);
  }

  private async putOnce(sha256: string, bytes: Uint8Array): Promise<void> {
    const file = this.fileOf(sha256);
    if (await this.touch(file, bytes)) return;
    const incomingFile = join(this.incoming, `${sha256}.${randomUUID()}`);
    try {
      await writeDurably(incomingFile, bytes);
      await this.moveIn(incomingFile, file);
    } catch (error) {
      await rm(incomingFile, { force: true });
      throw error;
    }
  }

  /** Touches first and looks then: once touched, no removal takes it. False when it must be written. */
  private async touch(file: string, bytes: Uint8Array): Promise<boolean> {
    const now = new Date();
    if ((await unlessAbsent(utimes(file, now, now).then(() => true))) === undefined) return false;
    const stored = await unlessAbsent(readFile(file));
    if (stored === undefined || !stored.equals(bytes)) return false;
    // Another process may have renamed it a moment ago without having come to its own sync yet.
    await syncFoldersUpTo(dirname(file), this.root);
    return true;
  }

  private async moveIn(incomingFile: string, file: string): Promise<void> {
    const folder = dirname(file);
    if (!this.durableFolders.has(folder)) {
      await makeFolderDurably(folder, this.root);
      this.durableFolders.add(folder);
    }
    await rename(incomingFile, file);
    await syncFolder(folder);
  }

  private async takeBack(name: string): Promise<void> {
    const leavingFile = join(this.leaving, name);
    try {
      await link(leavingFile, this.fileOf(name));
    } catch (error) {
      // It was put anew meanwhile, or another replica took it back.
      if (!['EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
    await rm(leavingFile, { force: true });
  }

  private fileOf(sha256: string): string {
    assertBlobDigest(sha256);
    return join(this.root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }
}

function isOlder(file: { mtime: Date } | undefined, before: Date): boolean {
  return file !== undefined && file.mtime < before;
}

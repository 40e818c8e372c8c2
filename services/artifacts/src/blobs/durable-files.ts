import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a new file and returns when its bytes are on disk; the entry in its folder may not be yet. */
export async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the entries of a folder survive a power failure. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Creates a folder below `root` durably: the entry of every folder on the way is on disk. */
export async function makeFolderDurably(folder: string, root: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await syncFoldersUpTo(dirname(folder), root);
}

/** `syncFolder` for a folder and its parents up to `root`. */
export async function syncFoldersUpTo(folder: string, root: string): Promise<void> {
  for (let current = folder; current.length >= root.length; current = dirname(current)) await syncFolder(current);
}

/** The promise's value, or undefined when a file or folder is not there. */
export async function unlessAbsent<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

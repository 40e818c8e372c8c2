import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { isBlobDigest } from './blob-digest';
import { unlessAbsent } from './durable-files';

/** Names of at most `limit` blob files below `root` that sort after `after`, in order. */
export async function listBlobFiles(root: string, after: string, limit: number): Promise<string[]> {
  const names: string[] = [];
  for (const outer of await shards(root, after.slice(0, 2))) {
    for (const inner of await shards(join(root, outer), after.startsWith(outer) ? after.slice(2, 4) : '')) {
      const files = (await unlessAbsent(readdir(join(root, outer, inner)))) ?? [];
      names.push(...files.filter((name) => isBlobDigest(name) && name > after).sort());
      if (names.length >= limit) return names.slice(0, limit);
    }
  }
  return names;
}

async function shards(folder: string, from: string): Promise<string[]> {
  const entries = (await unlessAbsent(readdir(folder))) ?? [];
  return entries.filter((name) => /^[0-9a-f]{2}$/.test(name) && name >= from).sort();
}

import type { Readable } from 'node:stream';

import { archiveStart } from './archive-start';

/** Reads an entry to its end, counting; its bytes are kept, and returned, only when they are an archive themselves. */
export async function drainEntry(entry: Readable, count: (chunkBytes: number) => void): Promise<Buffer | undefined> {
  const kept: Buffer[] = [];
  let isArchive: boolean | undefined;
  for await (const chunk of entry as AsyncIterable<Buffer>) {
    count(chunk.length);
    if (isArchive === false) continue;
    kept.push(chunk);
    const start = Buffer.concat(kept.slice(0, 4), 4);
    if (isArchive === undefined && kept.reduce((sum, { length }) => sum + length, 0) >= 4) {
      isArchive = archiveStart(start) !== undefined;
      if (!isArchive) kept.length = 0;
    }
  }
  return isArchive === true ? Buffer.concat(kept) : undefined;
}

import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

import { drainEntry } from './drain-entry';
import { ArchiveRefused } from './unpacking-budget';
import type { UnpackingBudget } from './unpacking-budget';

/** Unpacks a gzip file. @throws {ArchiveRefused} when it is too large or unreadable, or its content is a refused archive. */
export async function inspectGzip(
  bytes: Buffer,
  budget: UnpackingBudget,
  inspectInner: (content: Buffer) => Promise<unknown>,
): Promise<void> {
  budget.addEntries(1);
  const unpacked = Readable.from([bytes]).pipe(createGunzip());
  try {
    const inner = await drainEntry(unpacked, budget.entryCounter(bytes.length));
    if (inner !== undefined) await inspectInner(inner);
  } catch (error) {
    if (error instanceof ArchiveRefused) throw error;
    throw new ArchiveRefused('archive-broken', 'it cannot be unpacked');
  } finally {
    unpacked.destroy();
  }
}

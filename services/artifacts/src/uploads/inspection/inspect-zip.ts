import { fromBufferPromise } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';

import { drainEntry } from './drain-entry';
import { ARCHIVE_LIMITS, ArchiveRefused } from './unpacking-budget';
import type { UnpackingBudget } from './unpacking-budget';

/** Kind of a file in the upper half of a Unix archive's attributes. */
const FILE_KIND = 0o170_000;
const ORDINARY = new Set([0, 0o100_000, 0o040_000]);
const UNIX = 3;

/**
 * Unpacks every entry of a ZIP archive, one after the other, and returns their names.
 * @throws {ArchiveRefused} for names that leave the folder, links, passwords, overlaps, sizes that lie, too much of anything.
 */
export async function inspectZip(
  bytes: Buffer,
  budget: UnpackingBudget,
  inspectInner: (content: Buffer) => Promise<unknown>,
): Promise<readonly string[]> {
  try {
    const zip = await fromBufferPromise(bytes, { lazyEntries: true, strictFileNames: true, validateEntrySizes: true });
    budget.addEntries(zip.entryCount);
    const entries = await readEntries(zip);
    assertNoOverlap(entries);
    for (const entry of entries) {
      if (entry.fileName.endsWith('/')) continue;
      const inner = await drainEntry(await zip.openReadStreamPromise(entry), budget.entryCounter(entry.compressedSize));
      if (inner !== undefined) await inspectInner(inner);
    }
    return entries.map(({ fileName }) => fileName);
  } catch (error) {
    throw error instanceof ArchiveRefused ? error : refusalOf(error);
  }
}

async function readEntries(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) {
    // The count of the archive's end is a claim as well.
    if (entries.length >= ARCHIVE_LIMITS.entries)
      throw new ArchiveRefused('archive-too-large', 'it has too many entries');
    assertHarmless(entry);
    entries.push(entry);
  }
  return entries;
}

function assertHarmless(entry: Entry): void {
  const { fileName, versionMadeBy, externalFileAttributes } = entry;
  if (entry.isEncrypted()) throw new ArchiveRefused('archive-encrypted', 'it is protected by a password');
  const isUnsafe =
    fileName.split(/[/\\]/).includes('..') ||
    /^[/\\]|^[A-Za-z]:/.test(fileName) ||
    fileName.includes('\0') ||
    Buffer.byteLength(fileName) > ARCHIVE_LIMITS.nameBytes;
  if (isUnsafe)
    throw new ArchiveRefused('archive-unsafe', 'an entry has a name that leads out of its folder or is too long');
  const kind = (externalFileAttributes >>> 16) & FILE_KIND;
  if (versionMadeBy >>> 8 === UNIX && !ORDINARY.has(kind)) {
    throw new ArchiveRefused('archive-unsafe', 'it holds a link or a device');
  }
}

/** Entries that share bytes are how small archives unpack to huge ones. */
function assertNoOverlap(entries: readonly Entry[]): void {
  const places = entries
    .map((entry) => ({ start: entry.relativeOffsetOfLocalHeader, length: entry.compressedSize }))
    .sort((a, b) => a.start - b.start);
  let end = 0;
  for (const { start, length } of places) {
    if (start < end) throw new ArchiveRefused('archive-unsafe', 'its entries overlap');
    // A local header has at least 30 bytes.
    end = start + 30 + length;
  }
}

/** What the reader of archives says, in words that repeat nothing of the archive. */
function refusalOf(error: unknown): ArchiveRefused {
  const message = error instanceof Error ? error.message : '';
  if (/absolute path|invalid relative path|invalid characters in fileName/i.test(message)) {
    return new ArchiveRefused('archive-unsafe', 'an entry has a name that leads out of its folder');
  }
  if (/too many bytes|not enough bytes|size mismatch/i.test(message)) {
    return new ArchiveRefused('archive-unsafe', 'an entry is not as long as it says');
  }
  return new ArchiveRefused('archive-broken', 'it cannot be unpacked');
}

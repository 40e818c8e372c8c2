/** What an archive is refused for. */
export type ArchiveFault =
  'archive-unsafe' | 'archive-too-large' | 'archive-nested' | 'archive-encrypted' | 'archive-broken';

/** An archive that is not taken. */
export class ArchiveRefused extends Error {
  constructor(
    readonly fault: ArchiveFault,
    /** What was found, in words for whoever sent it. */
    readonly found: string,
  ) {
    super(`${fault}: ${found}`);
    this.name = 'ArchiveRefused';
  }
}

const MEBIBYTE = 1_048_576;

/** How much an archive may hold; counted as it is unpacked, whatever its headers say. */
export const ARCHIVE_LIMITS = {
  entries: 2_000,
  entryBytes: 16 * MEBIBYTE,
  totalBytes: 48 * MEBIBYTE,
  /** Unpacked to packed bytes, once more than a mebibyte was unpacked. */
  ratio: 100,
  nameBytes: 255,
  /** The upload is the first archive; one inside it is the second. */
  depth: 2,
} as const;

/** Counts what one upload unpacks to, archives inside it included. */
export class UnpackingBudget {
  private total = 0;
  private entries = 0;

  /** @throws {ArchiveRefused} when an archive has too many entries. */
  addEntries(count: number): void {
    this.entries += count;
    if (this.entries > ARCHIVE_LIMITS.entries) {
      throw new ArchiveRefused('archive-too-large', `it has more than ${ARCHIVE_LIMITS.entries} entries`);
    }
  }

  /** Counts for one entry of so many packed bytes. The function throws `ArchiveRefused` when a chunk goes beyond a limit. */
  entryCounter(packedBytes: number): (chunkBytes: number) => void {
    let entry = 0;
    return (chunkBytes) => {
      entry += chunkBytes;
      this.total += chunkBytes;
      if (entry > ARCHIVE_LIMITS.entryBytes) throw tooMuch('an entry', ARCHIVE_LIMITS.entryBytes);
      if (this.total > ARCHIVE_LIMITS.totalBytes) throw tooMuch('the whole', ARCHIVE_LIMITS.totalBytes);
      if (entry > MEBIBYTE && entry > ARCHIVE_LIMITS.ratio * Math.max(1, packedBytes)) {
        throw new ArchiveRefused(
          'archive-too-large',
          `an entry unpacks to more than ${ARCHIVE_LIMITS.ratio} times its size`,
        );
      }
    };
  }
}

function tooMuch(what: string, bytes: number): ArchiveRefused {
  return new ArchiveRefused('archive-too-large', `${what} unpacks to more than ${bytes / MEBIBYTE} MiB`);
}

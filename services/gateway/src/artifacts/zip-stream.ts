import { Zip, ZipDeflate } from 'fflate';

/** A file of an archive; its bytes are asked for when its turn comes. */
export interface ZipEntry {
  /** Relative, with `/`. */
  readonly path: string;
  readonly modifiedAt: Date;
  read(): Promise<Uint8Array>;
}

const COMPRESSION_LEVEL = 4;
/** ZIP knows no earlier moment. */
const EARLIEST = new Date('1980-01-02T00:00:00Z');

/** A ZIP archive, piece by piece: holds one file at a time, and goes on when the reader has taken what was given. */
export async function* zipStream(entries: Iterable<ZipEntry>): AsyncGenerator<Uint8Array> {
  let pieces: Uint8Array[] = [];
  let failure: Error | undefined;
  const zip = new Zip((error, piece) => {
    if (error === null) pieces.push(piece);
    else failure = error;
  });
  const taken = (): Uint8Array[] => {
    if (failure !== undefined) throw failure;
    const ready = pieces;
    pieces = [];
    return ready;
  };
  for (const entry of entries) {
    const bytes = await entry.read();
    const file = new ZipDeflate(entry.path, { level: COMPRESSION_LEVEL });
    file.mtime = entry.modifiedAt < EARLIEST ? EARLIEST : entry.modifiedAt;
    zip.add(file);
    file.push(bytes, true);
    yield* taken();
  }
  zip.end();
  yield* taken();
}

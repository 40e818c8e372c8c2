import { Zip, ZipDeflate } from 'fflate';

/** A file of an archive; its bytes are asked for shortly before its turn comes. */
export interface ZipEntry {
  /** Relative, with `/`. */
  readonly path: string;
  readonly modifiedAt: Date;
  read(): Promise<Uint8Array>;
}

const COMPRESSION_LEVEL = 4;
/** Files that are asked for while one is packed: reading them is waiting, mostly. */
const READ_AHEAD = 4;
/** ZIP knows no earlier moment. */
const EARLIEST = new Date('1980-01-02T00:00:00Z');

/** A ZIP archive, piece by piece: holds a few files at a time, and goes on when the reader has taken what was given. */
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
  for await (const { entry, bytes } of readAhead(entries)) {
    const file = new ZipDeflate(entry.path, { level: COMPRESSION_LEVEL });
    file.mtime = entry.modifiedAt < EARLIEST ? EARLIEST : entry.modifiedAt;
    zip.add(file);
    file.push(bytes, true);
    yield* taken();
  }
  zip.end();
  yield* taken();
}

/** The files with their bytes, in order. */
async function* readAhead(entries: Iterable<ZipEntry>): AsyncGenerator<{ entry: ZipEntry; bytes: Uint8Array }> {
  const waiting: { entry: ZipEntry; bytes: Promise<Uint8Array> }[] = [];
  const rest = entries[Symbol.iterator]();
  const askForNext = (): void => {
    const { done, value: entry } = rest.next();
    if (done === true) return;
    const bytes = entry.read();
    // It is reported when its turn comes, if it comes.
    bytes.catch(() => undefined);
    waiting.push({ entry, bytes });
  };
  for (let count = 0; count < READ_AHEAD; count += 1) askForNext();
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const bytes = await next.bytes;
    askForNext();
    yield { entry: next.entry, bytes };
  }
}

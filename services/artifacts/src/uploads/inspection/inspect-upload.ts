import { archiveStart } from './archive-start';
import { inspectArchive } from './inspect-archive';
import { textOfBytes } from './is-text';
import { UnpackingBudget } from './unpacking-budget';
import { isStatedFor, kindOfName } from './upload-kinds';
import type { KindOfFile } from './upload-kinds';

/** Why a file is none of those that are taken. */
export class TypeRefused extends Error {
  constructor(
    readonly reason: 'not-allowed' | 'mismatch',
    readonly found: string,
  ) {
    super(`${reason}: ${found}`);
    this.name = 'TypeRefused';
  }
}

/**
 * What a file is: its extension, what was stated and what its bytes are must agree.
 * @throws {TypeRefused} when they do not, or the kind is not taken.
 * @throws {ArchiveRefused} when it is an archive that is dangerous to unpack.
 */
export async function inspectUpload(name: string, stated: string, bytes: Buffer): Promise<KindOfFile> {
  const named = kindOfName(name);
  if (named === undefined) throw new TypeRefused('not-allowed', 'its name ends in no known extension');
  if (!isStatedFor(stated, named)) {
    throw new TypeRefused('mismatch', `it is called .${named.extensions[0] ?? ''} but was sent as another type`);
  }
  const found = bytesAre(bytes);
  if (found !== named.bytes) {
    throw new TypeRefused('mismatch', `its bytes are ${found === 'text' ? 'text' : await nameOf(bytes, found)}`);
  }
  if (found === 'zip' || found === 'gzip') assertOffice(named, await inspectArchive(bytes, new UnpackingBudget()));
  return named;
}

function bytesAre(bytes: Buffer): KindOfFile['bytes'] | 'unknown' {
  const archive = archiveStart(bytes);
  if (archive !== undefined) return archive;
  if (bytes.subarray(0, 1_024).includes('%PDF-')) return textOfBytes(bytes) === undefined ? 'pdf' : 'text';
  return textOfBytes(bytes) === undefined ? 'unknown' : 'text';
}

/** What the bytes seem to be, for the refusal alone. */
async function nameOf(bytes: Buffer, found: string): Promise<string> {
  const { fileTypeFromBuffer } = await import('file-type');
  const detected = await fileTypeFromBuffer(bytes.subarray(0, 4_100)).catch(() => undefined);
  return detected?.mime ?? (found === 'unknown' ? 'of no known type' : found);
}

const OFFICE_PARTS: Readonly<Record<string, string>> = { docx: 'word/document.xml', xlsx: 'xl/workbook.xml' };

/** An office document is an archive with certain entries; an archive that has them is that document and nothing else. */
function assertOffice({ kind }: KindOfFile, entries: readonly string[]): void {
  const part = OFFICE_PARTS[kind];
  if (part !== undefined && !entries.includes(part)) throw new TypeRefused('mismatch', `it is no ${kind} document`);
}

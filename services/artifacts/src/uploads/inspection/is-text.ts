/** Beginnings of files that are written in letters and yet are no text: a document under a false name. */
const WRITTEN_FORMATS = ['%PDF-', '{\\rtf', '%!PS', '!<arch>'];
/** Bytes below the blank that text has: tab, line feed, form feed, carriage return. */
const ALLOWED = new Set([9, 10, 12, 13]);

/** The bytes as text; undefined when they are none: not UTF-8, with control characters, or another format's. */
export function textOfBytes(bytes: Uint8Array): string | undefined {
  if (bytes.some((byte) => byte < 32 && !ALLOWED.has(byte))) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return WRITTEN_FORMATS.some((start) => text.trimStart().startsWith(start)) ? undefined : text;
  } catch {
    return undefined;
  }
}

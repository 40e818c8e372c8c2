/** The format of an archive by its beginning, whatever it is called. */
export function archiveStart(bytes: Uint8Array): 'zip' | 'gzip' | undefined {
  const [first, second, third, fourth] = bytes;
  const isZip = first === 0x50 && second === 0x4b && ((third === 3 && fourth === 4) || (third === 5 && fourth === 6));
  if (isZip) return 'zip';
  return first === 0x1f && second === 0x8b ? 'gzip' : undefined;
}

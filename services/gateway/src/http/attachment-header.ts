/**
 * `Content-Disposition` for a download (RFC 6266): an ASCII name for old clients, the real one percent-encoded. Control
 * characters, separators and quotes cannot reach the header.
 */
export function attachmentHeader(path: string): string {
  const name = path.split(/[/\\]/).at(-1) ?? '';
  const shown = [...name]
    .filter((character) => !/[\p{Cc}\p{Cf}]/u.test(character))
    .join('')
    .slice(0, 200);
  const usable = /^\.*$/.test(shown) ? 'artifact' : shown;
  const ascii = usable.replace(/[^\w.-]/g, '_');
  const encoded = encodeURIComponent(usable.toWellFormed()).replace(/['()*]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

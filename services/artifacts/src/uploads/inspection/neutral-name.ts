const MAX_BYTES = 200;
/** Names that some systems take for a device, whatever their extension. */
const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
/** What looks like a slash to people or to a decoder behind us. */
const SEPARATORS = /[/\\\u2044\u2215\u29F8\u29F9\uFF0F\uFF3C]/u;
/** Characters that are no part of a name everywhere: reserved, control, format (direction marks), private, unassigned. */
const HARMFUL = /[<>:"|?*%`$\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * A file's name as it may be shown and saved anywhere: its last part, without characters that mean something, at most 200 bytes, the
 * extension kept. Names are only ever shown: no file of ours has one.
 */
export function neutralName(sent: string): string {
  const parts = decoded(sent).toWellFormed().normalize('NFC').split(SEPARATORS);
  const last = parts.findLast((part) => /[^.\s]/.test(part)) ?? '';
  const tidy = last
    .replace(HARMFUL, '_')
    .replace(/\s+/gu, ' ')
    .replace(/^[\s.~-]+|[\s.]+$/gu, '');
  const usable = tidy === '' ? 'upload' : tidy;
  return cut(DEVICE.test(usable) ? `_${usable}` : usable);
}

/** Slashes hidden by percent-encoding, once or several times, count as slashes. */
function decoded(sent: string): string {
  let text = sent;
  for (let round = 0; round < 4 && /%(25|2e|2f|5c|00)/i.test(text); round += 1) {
    text = text.replace(/%(25|2e|2f|5c|00)/gi, (_match, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  }
  return text;
}

function cut(name: string): string {
  if (Buffer.byteLength(name) <= MAX_BYTES) return name;
  const [extension = ''] = /\.[A-Za-z0-9]{1,10}$/.exec(name) ?? [];
  const kept: string[] = [];
  let bytes = Buffer.byteLength(extension);
  for (const character of name.slice(0, name.length - extension.length)) {
    bytes += Buffer.byteLength(character);
    if (bytes > MAX_BYTES) break;
    kept.push(character);
  }
  return kept.join('').trimEnd() + extension;
}

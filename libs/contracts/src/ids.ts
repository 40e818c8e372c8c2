import { randomBytes } from 'node:crypto';

/** The closed list of id prefixes; the prefix says what the id names. */
export const ID_PREFIXES = [
  'wf',
  'hitl',
  'art',
  'ver',
  'msg',
  'call',
  'usr',
  'ten',
  'ses',
  'tmr',
  'req',
  'bud',
  'prc',
  'stop',
  'pkey',
  'vkey',
  'conv',
  'shr',
  'upl',
] as const;

/** Prefix of an id, without the underscore. */
export type IdPrefix = (typeof ID_PREFIXES)[number];

/** Digits before letters, so that the text sorts as the bytes do. */
const ALPHABET = '234567abcdefghijklmnopqrstuvwxyz';
const ID_PATTERN = new RegExp(`^(${ID_PREFIXES.join('|')})_[a-z2-7]{26}$`);

/**
 * A new sortable id: `<prefix>_` and the 26 lower-case base-32 characters of a UUIDv7 (RFC 9562).
 * Time and randomness are inputs so that tests and the engine's shell stay deterministic.
 *
 * @param nowMs Unix time in milliseconds, 48 bits are used.
 * @param random Ten random bytes.
 */
export function createId(prefix: IdPrefix, nowMs: number = Date.now(), random: Uint8Array = randomBytes(10)): string {
  const bytes = new Uint8Array(16);
  let rest = nowMs;
  for (let index = 5; index >= 0; index -= 1) {
    bytes[index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return `${prefix}_${encodeBase32(bytes)}`;
}

/** True when the text is an id of this system, of the given prefix when one is named. */
export function isId(text: string, prefix?: IdPrefix): boolean {
  return ID_PATTERN.test(text) && (prefix === undefined || text.startsWith(`${prefix}_`));
}

function encodeBase32(bytes: Uint8Array): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      text += ALPHABET[(buffer >>> (bits - 5)) & 31];
      bits -= 5;
    }
    buffer &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ALPHABET[(buffer << (5 - bits)) & 31] : text;
}

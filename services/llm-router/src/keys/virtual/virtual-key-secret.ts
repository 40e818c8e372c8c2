import { createHash, randomBytes } from 'node:crypto';

const RANDOM_BYTES = 32;

/** A new secret of the door: 256 random bits behind a prefix that leak scanners can look for. */
export function newVirtualKeySecret(): string {
  return `sk-ba-${randomBytes(RANDOM_BYTES).toString('base64url')}`;
}

/**
 * What is stored instead of a secret. A plain SHA-256 is enough: 256 random bits cannot be guessed, however fast the hash; a slow
 * one would only make every call of the door slow.
 */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

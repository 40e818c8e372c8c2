import { createHash, createHmac, randomBytes } from 'node:crypto';

/** A new session secret: 256 random bits as 43 base64url characters. */
export function createSessionSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a secret. Without salt or stretching: 256 random bits cannot be guessed. */
export function secretSha256(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** The session's CSRF token: derived from its secret, so it needs no storage and changes with every login. */
export function csrfTokenOf(secret: string): string {
  return createHmac('sha256', secret).update('botarmy csrf token v1').digest('base64url');
}

import { createHash } from 'node:crypto';

/** SHA-256 of bytes as lower-case hexadecimal: the name of a blob. */
export function blobDigest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** True for the name of a blob. */
export function isBlobDigest(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

/** Throws when a text cannot be the name of a blob, so that no other text ever becomes part of a file's path. */
export function assertBlobDigest(sha256: string): void {
  if (!isBlobDigest(sha256)) throw new Error('a blob is named by 64 lower-case hexadecimal digits');
}

import { createHash } from 'node:crypto';

/** Lower-case hexadecimal SHA-256 of a text's UTF-8 bytes, by which artifacts are addressed. */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

import { createHash } from 'node:crypto';

import { canonicalJson } from '../model/canonical-json';

/** Lower-case hexadecimal SHA-256 of a JSON value, independent of the order of its keys. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex');
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { currentFingerprints, extended } from './released-schemas';
import type { Fingerprints } from './released-schemas';

/** The committed list, from `src/released` and from `dist/released` alike. */
export const RELEASED_SCHEMAS_FILE = join(__dirname, '../../src/released-schemas.json');

/** The list in a file; empty when there is no file. */
export function readReleasedSchemas(file: string): Fingerprints {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Fingerprints) : {};
}

/** Adds what is new to the list; never changes what stands in it. */
export function writeReleasedSchemas(file: string): void {
  writeFileSync(file, `${JSON.stringify(extended(readReleasedSchemas(file), currentFingerprints()), null, 2)}\n`);
}

if (require.main === module) writeReleasedSchemas(RELEASED_SCHEMAS_FILE);

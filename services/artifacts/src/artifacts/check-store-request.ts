import type { StoreArtifactRequest } from '@botarmy/contracts';

import { invalidFields, tooLarge } from './artifact-problems';
import { assertLogicalPath } from './logical-path';
import { storageProblem } from './storable-json';

const MAX_CONTENT_BYTES = 524_288;
const MAX_METADATA_BYTES = 16_384;
/** What one message of the broker carries (1 MiB), less its surroundings: what is stored must also travel back. */
const MAX_ENCODED_BYTES = 983_040;

/** Throws what speaks against storing a request, beyond its declared shape; returns the content's bytes. */
export function checkStoreRequest(request: StoreArtifactRequest): Buffer {
  const { path, content, name, stage, dependencies, metadata } = request;
  assertLogicalPath(path);
  const problems = [
    contentProblem(content),
    ...Object.entries({ name, stage, dependencies, metadata }).map(([field, value]) => storageProblem(value, field)),
  ].filter((problem) => problem !== undefined);
  if (problems.length > 0) throw invalidFields(...problems);
  if (Buffer.byteLength(JSON.stringify(metadata)) > MAX_METADATA_BYTES) throw tooLarge('metadata', MAX_METADATA_BYTES);
  const bytes = Buffer.from(content, 'utf8');
  if (bytes.length > MAX_CONTENT_BYTES) throw tooLarge('content', MAX_CONTENT_BYTES);
  // Escapes make the encoded text up to six times as long.
  if (bytes.length * 6 > MAX_ENCODED_BYTES && Buffer.byteLength(JSON.stringify(content)) > MAX_ENCODED_BYTES) {
    throw tooLarge('content, written as JSON,', MAX_ENCODED_BYTES);
  }
  return bytes;
}

/** Content may hold any character, but it must come back as it was. */
function contentProblem(content: string): { path: string; message: string } | undefined {
  return content.isWellFormed() ? undefined : { path: 'content', message: 'holds half a surrogate pair' };
}

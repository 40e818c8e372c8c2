import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** Throws unless the file has this SHA-256 (hexadecimal). */
export async function verifySha256(file: string, sha256: string): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const found = hash.digest('hex');
  if (found !== sha256) {
    throw new Error(`the file does not have the expected SHA-256 (expected ${sha256}, found ${found})`);
  }
}

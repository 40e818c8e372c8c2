import { createHash } from 'node:crypto';

import type { BundleManifest } from './bundle-lines';

/** Counts and hashes the lines of a bundle as they pass. */
export class BundleDigest {
  private readonly hash = createHash('sha256');
  private lines = 0;

  /** @param line without its line feed. */
  add(line: string): void {
    this.hash.update(line, 'utf8').update('\n');
    this.lines += 1;
  }

  /** What the last line says; ends the digest. */
  manifest(): BundleManifest {
    return { kind: 'manifest', lines: this.lines, sha256: this.hash.digest('hex') };
  }
}

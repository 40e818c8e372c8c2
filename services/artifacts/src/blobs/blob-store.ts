/** A page of blobs nobody has put for a while. */
export interface UntouchedBlobs {
  readonly sha256s: readonly string[];
  /** Where the next page begins; undefined after the last one. */
  readonly next: string | undefined;
}

/**
 * Bytes under their SHA-256 (lower-case hexadecimal). Also the injection token. Every implementation passes
 * `blob-store-contract.fixture.ts`.
 */
export abstract class BlobStore {
  /**
   * Stores bytes; resolves when they survive a power failure. Putting what is there already costs no second copy,
   * repairs damaged bytes, and counts as touching it. Throws when the bytes do not hash to the name.
   */
  abstract put(sha256: string, bytes: Uint8Array): Promise<void>;

  /** The bytes, checked against their name. Throws `BlobMissingError` or `BlobDamagedError`, never returns other bytes. */
  abstract get(sha256: string): Promise<Buffer>;

  /** True when there are bytes under the name; whether they are whole only `get` says. */
  abstract has(sha256: string): Promise<boolean>;

  /** Blobs last put before a moment, in the order of their names; a page looks at no more than `limit` blobs. */
  abstract listUntouchedSince(before: Date, page: { after?: string; limit: number }): Promise<UntouchedBlobs>;

  /** Removes a blob unless it was put at or after a moment, even if that happens while it is being removed. */
  abstract removeUnlessTouched(sha256: string, before: Date): Promise<boolean>;

  /** Undoes what interrupted writes and removals left behind. */
  abstract tidy(before: Date): Promise<void>;

  /** Rejects when nothing could be stored. */
  abstract check(): Promise<void>;
}

/** No bytes are stored under the name. */
export class BlobMissingError extends Error {
  constructor(readonly sha256: string) {
    super(`no blob ${sha256}`);
    this.name = 'BlobMissingError';
  }
}

/** The stored bytes no longer hash to their name. */
export class BlobDamagedError extends Error {
  constructor(readonly sha256: string) {
    super(`blob ${sha256} is damaged`);
    this.name = 'BlobDamagedError';
  }
}

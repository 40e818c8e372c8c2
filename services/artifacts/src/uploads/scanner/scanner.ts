/** What a scanner says about a file. */
export type ScanVerdict = { readonly outcome: 'clean' } | { readonly outcome: 'infected'; readonly finding: string };

/** What a scanner says about itself. */
export interface ScannerVersion {
  readonly engine: string;
  readonly signaturesVersion: number | null;
  readonly signaturesMadeAt: Date | null;
}

/** Why there is no verdict: the file stays where it is and is tried again. */
export type ScanFailure = 'scanner-unreachable' | 'scanner-timeout' | 'scanner-refused';

/** Looks for malware. Also the injection token. Without one configured nothing is ever scanned. */
export abstract class Scanner {
  /** False where no scanner is configured; then `scan` and `version` must not be called. */
  abstract readonly isConfigured: boolean;

  /**
   * The verdict on bytes, within the deadline.
   * @throws {ScanFailedError} when there is none.
   */
  abstract scan(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<ScanVerdict>;

  /** @throws {ScanFailedError} when it does not answer. */
  abstract version(): Promise<ScannerVersion>;
}

/** No verdict. */
export class ScanFailedError extends Error {
  constructor(
    readonly failure: ScanFailure,
    options: { cause?: unknown } = {},
  ) {
    super(`no verdict: ${failure}`, options);
    this.name = 'ScanFailedError';
  }
}

/** Stands where no scanner is configured. */
export class NoScanner extends Scanner {
  readonly isConfigured = false;

  scan(): Promise<ScanVerdict> {
    return Promise.reject(new ScanFailedError('scanner-unreachable'));
  }

  version(): Promise<ScannerVersion> {
    return Promise.reject(new ScanFailedError('scanner-unreachable'));
  }
}

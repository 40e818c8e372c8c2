/** What can be wrong with a bundle. */
export type BundleErrorCode =
  'bundle-tampered' | 'bundle-incomplete' | 'bundle-invalid' | 'bundle-version-unknown' | 'bundle-too-large';

/** A bundle that is not taken; the message says what to do. */
export class BundleError extends Error {
  constructor(
    readonly code: BundleErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'BundleError';
  }
}

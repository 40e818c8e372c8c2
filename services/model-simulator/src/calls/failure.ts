/** Why a call is refused, before a provider's error form is put on it. */
export interface Failure {
  readonly kind: 'rate-limit' | 'server-error' | 'overloaded' | 'unauthorized' | 'context-length' | 'invalid-request';
  readonly message: string;
  /** server-error only; 500 without it. */
  readonly status?: number;
  readonly retryAfterSeconds?: number;
}

/** A request that cannot be answered; the endpoint writes it in the provider's form. */
export class CallRefused extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.name = 'CallRefused';
    this.failure = failure;
  }
}

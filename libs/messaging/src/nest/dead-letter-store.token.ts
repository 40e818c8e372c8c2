/** Injection token of the service's `DeadLetterStore`; a service without a database provides its own. */
export const DEAD_LETTER_STORE = Symbol('dead-letter-store');

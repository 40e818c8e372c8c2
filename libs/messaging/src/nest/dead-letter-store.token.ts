/** Injection token of the service's `DeadLetterStore`; a service without a database provides its own. */
export const DEAD_LETTER_STORE = Symbol('dead-letter-store');

/** Injection token of the holder of the service's `DeadLetterReplay`, filled when messaging is attached. */
export const DEAD_LETTER_REPLAY = Symbol('dead-letter-replay');

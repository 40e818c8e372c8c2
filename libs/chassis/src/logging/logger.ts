/** Writes one line: fields first, then a constant sentence; or the sentence alone. */
export interface LogMethod {
  (fields: object, sentence?: string): void;
  (sentence: string): void;
}

/** The log of a service, satisfied by pino. Also the injection token. Errors go under the field `err`. */
export abstract class Logger {
  /** The least severe level it writes, one of `logLevels`. */
  abstract readonly level: string;
  abstract readonly trace: LogMethod;
  abstract readonly debug: LogMethod;
  abstract readonly info: LogMethod;
  abstract readonly warn: LogMethod;
  abstract readonly error: LogMethod;
  abstract readonly fatal: LogMethod;
  /** A logger that adds these fields to every line. */
  abstract child(fields: Record<string, unknown>, options?: { level?: string }): Logger;
}

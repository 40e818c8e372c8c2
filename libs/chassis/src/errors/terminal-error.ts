/** Repeating cannot help: the message goes to the dead letters under this kebab-case code. */
export class TerminalError extends Error {
  constructor(
    readonly code: string,
    message: string,
    options: { cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'TerminalError';
  }
}

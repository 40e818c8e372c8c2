/** The command line asks for something that does not exist; the message says what does. */
export class UsageError extends Error {
  constructor(
    message: string,
    /** The command whose help is worth reading, e.g. `workflow start`. */
    readonly commandName?: string,
  ) {
    super(message);
    this.name = 'UsageError';
  }
}

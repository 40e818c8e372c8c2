/** Somebody else listens on a port that was asked for by number. The message says for what, and what to do. */
export class PortTakenError extends Error {
  constructor(
    readonly port: number,
    readonly purpose: string,
    remedy = 'Stop the program that listens there, or choose another port.',
  ) {
    super(`Port ${port} on 127.0.0.1, wanted for ${purpose}, is taken by another program. ${remedy}`);
    this.name = 'PortTakenError';
  }
}

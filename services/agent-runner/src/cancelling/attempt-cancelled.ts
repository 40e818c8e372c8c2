/** Nobody waits for the attempt any more: it ends without a report. */
export class AttemptCancelled extends Error {
  constructor() {
    super('the attempt was taken from its agent');
    this.name = 'AttemptCancelled';
  }
}

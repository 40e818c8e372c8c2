/** A service did not start; the message says why and where its log is. */
export class ServiceStartError extends Error {
  constructor(
    readonly service: string,
    reason: string,
    logFile: string,
    cause?: unknown,
  ) {
    super(`${service} did not start.\n${reason}\nIts log: ${logFile}`, { cause });
    this.name = 'ServiceStartError';
  }
}

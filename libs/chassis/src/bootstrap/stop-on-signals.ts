import type { ServiceRuntime } from '../runtime/service-runtime';

/** Ends the process on SIGTERM or SIGINT: 0 after a graceful stop, 1 after one that was cut off or failed. */
export function stopOnSignals(service: { close(): Promise<void> }, { logger }: Pick<ServiceRuntime, 'logger'>): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) return;
    stopping = true;
    logger.info({ signal }, 'stop signal received');
    service.close().then(
      () => process.exit(0),
      (err: unknown) => {
        logger.error({ err }, 'stop was not graceful');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

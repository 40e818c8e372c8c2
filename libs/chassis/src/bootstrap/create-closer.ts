import { startDeadline } from '../clock/deadline';
import type { ServiceRuntime } from '../runtime/service-runtime';
import { flushTelemetry } from '../telemetry/telemetry-handle';

/**
 * The graceful stop of a service: readiness turns false at once, then the shutdown hooks run in their order. Rejects
 * when a hook failed or the time limit passed; either way everything else was tried.
 */
export function createCloser(runtime: ServiceRuntime): () => Promise<void> {
  let closing: Promise<void> | undefined;
  return () => (closing ??= closeWithin(runtime));
}

async function closeWithin({ name, config, clock, health, logger, shutdown }: ServiceRuntime): Promise<void> {
  health.markStopping();
  logger.info('service stopping');
  const limitMs = config.SHUTDOWN_TIMEOUT_MS;
  const deadline = startDeadline(
    clock,
    limitMs,
    () => new Error(`${name} did not stop within ${limitMs} ms: raise SHUTDOWN_TIMEOUT_MS or find the hook`),
  );
  try {
    const failed = await Promise.race([shutdown.runAll(), deadline.expired]);
    await Promise.race([flushTelemetry(), deadline.expired]);
    if (failed.length > 0) throw new Error(`${name} stopped, but these steps failed: ${failed.join(', ')}`);
    logger.info('service stopped');
  } finally {
    deadline.cancel();
  }
}

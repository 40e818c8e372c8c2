let flush: (() => Promise<void>) | undefined;

/** Tells the shutdown how to hand over the last spans; called by the telemetry preload. */
export function registerTelemetryFlush(fn: () => Promise<void>): void {
  flush = fn;
}

/** Sends what is still buffered; does nothing without telemetry. Never throws: losing spans must not fail a stop. */
export async function flushTelemetry(): Promise<void> {
  try {
    await flush?.();
  } catch {
    // The collector being away is its own alert.
  }
}

/* eslint-disable botarmy/no-process-env -- an entry point: it runs before any config class is loaded */
import { createRequire } from 'node:module';

// Loaded with `node --require`, before anything that is instrumented. The SDK itself is loaded only when traces
// have somewhere to go, and synchronously: an `import()` would finish after the service had loaded its modules.
if (process.env.OTEL_EXPORTER_OTLP_ENDPOINT) {
  const load = createRequire(__filename);
  const { startTelemetry } = load('./telemetry/start-telemetry') as typeof import('./telemetry/start-telemetry');
  startTelemetry(process.env.OTEL_SERVICE_NAME ?? 'botarmy');
}

import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace';

import { probePaths } from '../health/probe-paths';
import { ServiceSpanProcessor } from './service-span-processor';
import { registerTelemetryFlush } from './telemetry-handle';

/**
 * Starts tracing for the whole process: HTTP in and out, `fetch`, PostgreSQL and our own spans, exported by OTLP/HTTP.
 * Endpoint, headers and sampler come from the standard OTEL_* variables. Must run before those modules are loaded.
 */
export function startTelemetry(serviceName: string): void {
  const batches = new BatchSpanProcessor({ exporter: new OTLPTraceExporter(), scheduledDelayMillis: 1_000 });
  const sdk = new NodeSDK({
    serviceName,
    spanProcessors: [new ServiceSpanProcessor(serviceName), batches],
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: [
      new HttpInstrumentation({
        ignoreIncomingRequestHook: ({ url = '' }) => probePaths.some((path) => url.startsWith(path)),
      }),
      new UndiciInstrumentation({ requireParentforSpans: true }),
      new PgInstrumentation({ requireParentSpan: true, ignoreConnectSpans: true }),
    ],
  });
  sdk.start();
  registerTelemetryFlush(() => batches.forceFlush());
}

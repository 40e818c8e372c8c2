import type { Attributes, Span } from '@opentelemetry/api';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

import { isError } from '../errors/is-error';
import { correlation } from '../logging/correlation';
import { redactText } from '../logging/redact';
import { serviceAttribute } from './service-attribute';

/** Which side of an exchange a span is; `internal` for work of its own. */
export type SpanSide = 'internal' | 'client' | 'server' | 'consumer';

const kinds: Readonly<Record<SpanSide, SpanKind>> = {
  internal: SpanKind.INTERNAL,
  client: SpanKind.CLIENT,
  server: SpanKind.SERVER,
  consumer: SpanKind.CONSUMER,
};

/**
 * Runs `fn` inside a span that ends with it; an error marks the span and is thrown on. Costs next to nothing
 * when no telemetry is set up.
 */
export async function withSpan<TResult>(
  name: string,
  attributes: Attributes,
  fn: (span: Span) => Promise<TResult> | TResult,
  side: SpanSide = 'internal',
): Promise<TResult> {
  const service = correlation.getStore()?.service;
  const own = service === undefined ? attributes : { [serviceAttribute]: service, ...attributes };
  return trace.getTracer('botarmy').startActiveSpan(name, { kind: kinds[side], attributes: own }, async (span) => {
    try {
      return await fn(span);
    } catch (error) {
      const message = redactText(isError(error) ? error.message : String(error));
      span.recordException({ name: isError(error) ? error.name : 'Error', message });
      span.setStatus({ code: SpanStatusCode.ERROR, message });
      throw error;
    } finally {
      span.end();
    }
  });
}

import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

import { withCorrelation } from '../logging/correlation';
import { ServiceSpanProcessor } from './service-span-processor';
import { injectTraceContext, runWithTraceContext } from './trace-context';
import { withSpan } from './with-span';

describe('tracing', () => {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({
    spanProcessors: [new ServiceSpanProcessor('fallback'), new SimpleSpanProcessor({ exporter })],
  });

  beforeAll(() => {
    trace.setGlobalTracerProvider(provider);
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  });

  afterEach(() => exporter.reset());

  afterAll(async () => {
    await provider.shutdown();
    trace.disable();
    context.disable();
    propagation.disable();
  });

  it('carries a span over plain headers', async () => {
    const carrier = await withSpan('send', {}, () => injectTraceContext<Record<string, string>>({}));
    expect(carrier.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    await runWithTraceContext(carrier, () => withSpan('receive', {}, () => undefined));
    const [send, receive] = exporter.getFinishedSpans();
    expect(receive?.parentSpanContext?.spanId).toBe(send?.spanContext().spanId);
  });

  it('carries a span over headers with accessors', async () => {
    const headers = new Headers();
    const carrier = {
      get: (name: string) => headers.get(name) ?? '',
      set: (name: string, value: string) => headers.set(name, value),
      keys: () => headers.keys(),
    };
    await withSpan('send', {}, () => injectTraceContext(carrier));
    await runWithTraceContext(carrier, () => withSpan('receive', {}, () => undefined));
    const [send, receive] = exporter.getFinishedSpans();
    expect(receive?.spanContext().traceId).toBe(send?.spanContext().traceId);
  });

  it('starts a trace of its own when the carrier has none', async () => {
    await runWithTraceContext({}, () => withSpan('receive', {}, () => undefined));
    expect(exporter.getFinishedSpans()[0]?.parentSpanContext).toBeUndefined();
  });

  it('marks spans with the service at work, or with that of the process', async () => {
    await withCorrelation({ service: 'hitl' }, () => withSpan('inside', { 'botarmy.kind': 'x' }, () => undefined));
    await withSpan('outside', {}, () => undefined);
    const [inside, outside] = exporter.getFinishedSpans();
    expect(inside?.attributes).toEqual({ 'botarmy.service': 'hitl', 'botarmy.kind': 'x' });
    expect(outside?.attributes).toEqual({ 'botarmy.service': 'fallback' });
  });

  it('records an error without its secrets and throws it on', async () => {
    const failing = withSpan('fail', {}, () => {
      throw new Error('nats://user:canary@host refused');
    });
    await expect(failing).rejects.toThrow('canary');
    const [span] = exporter.getFinishedSpans();
    expect(span?.status).toEqual({ code: 2, message: 'nats://user:***@host refused' });
    expect(JSON.stringify(span?.events)).not.toContain('canary');
  });
});

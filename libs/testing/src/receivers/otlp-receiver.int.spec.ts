import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

import { type OtlpReceiver, startOtlpReceiver } from './otlp-receiver';

describe('an OTLP receiver', () => {
  let receiver: OtlpReceiver;

  beforeEach(async () => {
    receiver = await startOtlpReceiver();
  });
  afterEach(() => receiver.close());

  it('reads the spans of the real exporter', async () => {
    const exporter = new OTLPTraceExporter({ url: `${receiver.url}/v1/traces` });
    const provider = new TracerProvider({
      resource: resourceFromAttributes({ 'service.name': 'orchestrator' }),
      spanProcessors: [new SimpleSpanProcessor({ exporter })],
    });
    const tracer = provider.getTracer('spec');
    const parent = tracer.startSpan('start workflow', { kind: SpanKind.SERVER });
    const attributes = { 'botarmy.attempt': 2, 'botarmy.parts': ['a', 'b'], 'botarmy.ok': true, 'botarmy.ratio': 0.5 };
    const child = tracer.startSpan('publish', { attributes }, trace.setSpan(context.active(), parent));
    child.setStatus({ code: SpanStatusCode.ERROR });
    child.end();
    parent.end();

    await receiver.waitForSpans((spans) => spans.length === 2, 'two spans');
    const [first, second] = receiver.trace(parent.spanContext().traceId);
    expect(first).toMatchObject({
      name: 'start workflow',
      kind: 'server',
      serviceName: 'orchestrator',
      isError: false,
    });
    expect(second).toMatchObject({ name: 'publish', parentSpanId: first?.spanId, isError: true, attributes });
    expect(first?.parentSpanId).toBeUndefined();
    receiver.clear();
    expect(receiver.spans).toHaveLength(0);
    await provider.shutdown();
  });

  it('refuses other paths and encodings', async () => {
    const post = (path: string, type: string) =>
      fetch(`${receiver.url}${path}`, { method: 'POST', headers: { 'content-type': type }, body: 'x' });
    expect((await post('/v1/logs', 'application/json')).status).toBe(404);
    expect((await post('/v1/traces', 'application/x-protobuf')).status).toBe(415);
  });
});

import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

import { startChildService } from './child-service';

interface OtlpSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes: { key: string; value: { stringValue?: string } }[];
}

interface OtlpTraces {
  resourceSpans: { scopeSpans: { spans: OtlpSpan[] }[] }[];
}

describe('telemetry', () => {
  let receiver: Server;
  const spans: OtlpSpan[] = [];

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      void json(request).then((body) => {
        const traces = body as OtlpTraces;
        spans.push(...traces.resourceSpans.flatMap((resource) => resource.scopeSpans.flatMap((scope) => scope.spans)));
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    receiver.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as AddressInfo;
    free.close();
    const child = await startChildService({
      PORT: String(port),
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`,
      OTEL_SERVICE_NAME: 'sample-process',
    });
    await fetch(`${child.url}/health/live`);
    await fetch(`${child.url}/chain/7`);
    child.process.kill('SIGTERM');
    await child.ended;
  });

  afterAll(() => receiver.close());

  it('joins request, own span, outgoing call and inner request in one trace, flushed on SIGTERM', () => {
    const outer = spans.find((span) => span.name === 'GET /chain/:step');
    const own = spans.find((span) => span.name === 'ask myself');
    const inner = spans.find((span) => span.name === 'GET /name');
    expect(own?.parentSpanId).toBe(outer?.spanId);
    expect(inner?.traceId).toBe(outer?.traceId);
    const outgoing = spans.find((span) => span.spanId === inner?.parentSpanId);
    expect(outgoing?.parentSpanId).toBe(own?.spanId);
  });

  it('marks every span with the service', () => {
    expect(spans.length).toBeGreaterThanOrEqual(4);
    for (const span of spans) {
      const service = span.attributes.find((attribute) => attribute.key === 'botarmy.service');
      expect([span.name, service?.value.stringValue]).toEqual([span.name, expect.stringMatching(/^sample/)]);
    }
    const own = spans.find((span) => span.name === 'ask myself');
    expect(own?.attributes).toContainEqual({ key: 'botarmy.service', value: { stringValue: 'sample' } });
  });

  it('leaves the probes out', () => {
    expect(spans.filter((span) => /health|metrics/.test(JSON.stringify(span)))).toEqual([]);
  });
});

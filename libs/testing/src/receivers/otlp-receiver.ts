import { Collection } from './collection';
import { type LoopbackServer, startLoopbackServer } from './loopback-server';
import { type OtlpTraceExport, readSpans, type ReceivedSpan } from './otlp-spans';

/** An OTLP/HTTP endpoint for traces (JSON encoding); its `url` is the value for OTEL_EXPORTER_OTLP_ENDPOINT. */
export interface OtlpReceiver extends LoopbackServer {
  readonly spans: readonly ReceivedSpan[];
  /** The spans of one trace, in order of their start, a parent before its children. */
  trace(traceId: string): ReceivedSpan[];
  /** Resolves when `isEnough` holds for the spans received so far; rejects, naming `describe`, after `timeoutMs` (5 s). */
  waitForSpans(
    isEnough: (spans: readonly ReceivedSpan[]) => boolean,
    describe: string,
    timeoutMs?: number,
  ): Promise<readonly ReceivedSpan[]>;
  clear(): void;
}

/** Starts a receiver on a free loopback port. Protobuf bodies get 415, other paths 404. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const received = new Collection<ReceivedSpan>();
  const server = await startLoopbackServer((request, response) => {
    if (request.method !== 'POST' || request.path !== '/v1/traces') {
      response.writeHead(404).end();
      return;
    }
    if (!request.headers['content-type']?.startsWith('application/json')) {
      response.writeHead(415).end('This receiver takes OTLP/HTTP in JSON encoding only.');
      return;
    }
    received.add(...readSpans(JSON.parse(request.body.toString('utf8')) as OtlpTraceExport));
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  return {
    ...server,
    spans: received.items,
    trace: (traceId) => inOrder(received.items.filter((span) => span.traceId === traceId)),
    waitForSpans: (isEnough, describe, timeoutMs) => received.waitUntil(isEnough, describe, timeoutMs),
    clear: () => received.clear(),
  };
}

function inOrder(spans: ReceivedSpan[]): ReceivedSpan[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const depthOf = (span: ReceivedSpan): number => {
    const parent = byId.get(span.parentSpanId ?? '');
    return parent === undefined ? 0 : 1 + depthOf(parent);
  };
  return spans.sort((one, other) => Number(one.startNs - other.startNs) || depthOf(one) - depthOf(other));
}

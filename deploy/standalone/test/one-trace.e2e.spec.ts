import { randomBytes } from 'node:crypto';

import type { StartWorkflowReply } from '@botarmy/contracts';
import { startOtlpReceiver } from '@botarmy/testing';
import type { OtlpReceiver, ReceivedSpan } from '@botarmy/testing';

import { startSplitPlatform } from './chaos.fixture';
import type { SplitPlatform } from './chaos.fixture';

/** From the click to the document: service, side and name of every span on the way, each the child of the one before. */
const waysDown: Readonly<
  Record<string, readonly (readonly [service: string, kind: ReceivedSpan['kind'], name: RegExp])[]>
> = {
  'the provider call': [
    ['gateway', 'server', /^POST \/api\/workflows\/start$/],
    ['gateway', 'client', /^ask rpc\.orchestrator\.workflow\.start\.v1$/],
    ['orchestrator', 'server', /^answer rpc\.orchestrator\.workflow\.start\.v1$/],
    ['agent-runner', 'consumer', /^handle agent-runner-analyst$/],
    ['agent-runner', 'internal', /^invoke_agent analyst$/],
    ['agent-runner', 'client', /^ask rpc\.llm-router\.model-call\.complete\.v1$/],
    ['llm-router', 'server', /^answer rpc\.llm-router\.model-call\.complete\.v1$/],
    ['llm-router', 'client', /^chat /],
    ['llm-router', 'client', /^POST/],
    ['model-simulator', 'server', /^POST \/v1/],
  ],
  'the artifact write': [
    ['agent-runner', 'internal', /^invoke_agent analyst$/],
    ['agent-runner', 'client', /^ask rpc\.artifacts\.artifact\.store\.v1$/],
    ['artifacts', 'server', /^answer rpc\.artifacts\.artifact\.store\.v1$/],
    ['artifacts', 'client', /^pg\.query:call:store_versions/],
  ],
  'the next decision': [
    ['agent-runner', 'consumer', /^handle agent-runner-analyst$/],
    ['orchestrator', 'consumer', /^handle orchestrator-completed-agent-task$/],
    ['orchestrator', 'client', /^pg\.query:call:append_decisions/],
  ],
};

describe('a step from the HTTP request to the artifact', () => {
  const traceId = randomBytes(16).toString('hex');
  const clientSpanId = randomBytes(8).toString('hex');
  let receiver: OtlpReceiver;
  let split: SplitPlatform;
  let spans: readonly ReceivedSpan[];

  beforeAll(async () => {
    receiver = await startOtlpReceiver();
    const variables = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' };
    split = await startSplitPlatform({ variables });
    await startTracedWorkflow();
    await receiver.waitForSpans(
      () => Object.values(waysDown).every((way) => findWay(receiver.trace(traceId), way) !== undefined),
      'every way down from the request',
      90_000,
    );
    spans = receiver.trace(traceId);
  }, 240_000);
  afterAll(async () => {
    await split.stop();
    await receiver.close();
  }, 60_000);

  async function startTracedWorkflow(): Promise<StartWorkflowReply> {
    const { url, demoUser } = split.platform;
    const post = async (path: string, body: unknown, headers: Record<string, string> = {}): Promise<unknown> => {
      const response = await fetch(`${url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
      expect(response.ok).toBe(true);
      return response.json();
    };
    const { token } = (await post('/api/auth/token', demoUser)) as { token: string };
    return (await post(
      '/api/workflows/start',
      { project_brief: 'Build a booking system for a clinic. Patients book, move and cancel appointments.' },
      { authorization: `Bearer ${token}`, traceparent: `00-${traceId}-${clientSpanId}-01` },
    )) as StartWorkflowReply;
  }

  it.each(Object.entries(waysDown))('leads to %s under one trace id', (_name, way) => {
    const found = findWay(spans, way) ?? [];
    expect(found.map(({ serviceName }) => serviceName)).toEqual(way.map(([service]) => `botarmy-${service}`));
    expect(new Set(found.map((span) => span.traceId))).toEqual(new Set([traceId]));
  });

  it('begins with the request, as the child of the caller', () => {
    const request = spans.find(({ kind, serviceName }) => kind === 'server' && serviceName === 'botarmy-gateway');
    expect(request).toMatchObject({ parentSpanId: clientSpanId, traceId });
    expect(request?.attributes).toMatchObject({ 'http.route': '/api/workflows/start' });
  });

  it('says which model answered and what it used, in the words of the GenAI conventions', () => {
    const chat = spans.find(({ name }) => name.startsWith('chat '));
    expect(chat?.attributes).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': expect.any(String) as string,
      'gen_ai.request.model': expect.any(String) as string,
      'gen_ai.usage.input_tokens': expect.any(Number) as number,
      'gen_ai.usage.output_tokens': expect.any(Number) as number,
    });
  });

  it('tells nothing of briefs, prompts or documents', () => {
    const told = JSON.stringify(spans.map(({ name, attributes }) => [name, attributes]));
    expect(told).not.toContain('booking system');
  });
});

/** Spans of which each descends from the one before, or undefined when a step of the way is missing. */
function findWay(spans: readonly ReceivedSpan[], way: (typeof waysDown)[string]): ReceivedSpan[] | undefined {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const descendsFrom = (span: ReceivedSpan, ancestor: ReceivedSpan): boolean => {
    const parent = byId.get(span.parentSpanId ?? '');
    return parent !== undefined && (parent === ancestor || descendsFrom(parent, ancestor));
  };
  const extend = (found: ReceivedSpan[]): ReceivedSpan[] | undefined => {
    const [step, last] = [way[found.length], found.at(-1)];
    if (step === undefined) return found;
    const [service, kind, name] = step;
    const candidates = spans.filter(
      (span) =>
        span.serviceName === `botarmy-${service}` &&
        span.kind === kind &&
        name.test(span.name) &&
        (last === undefined || descendsFrom(span, last)),
    );
    for (const candidate of candidates) {
      const whole = extend([...found, candidate]);
      if (whole !== undefined) return whole;
    }
    return undefined;
  };
  return extend([]);
}

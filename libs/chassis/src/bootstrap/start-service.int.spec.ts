import { connect } from 'node:net';

import { Body, Controller, Get, Injectable, Module, Post } from '@nestjs/common';
import { IsInt, IsString } from 'class-validator';

import { ConfigKey } from '../config/config-key';
import { loadConfig } from '../config/load-config';
import { ServiceConfig } from '../config/service-config';
import { Problem } from '../errors/problem';
import { RetryableError } from '../errors/retryable-error';
import { correlationFields } from '../logging/correlation';
import { createLogger } from '../logging/create-logger';
import { Logger } from '../logging/logger';
import { MetricsRegistry } from '../metrics/metrics-registry';
import type { RunningService } from './start-service';
import { startService } from './start-service';

class SampleConfig extends ServiceConfig {
  @ConfigKey({ description: 'Who is greeted.' })
  @IsString()
  GREETED: string = 'world';
}

class OrderBody {
  @IsInt()
  count!: number;
}

@Injectable()
class Greeter {
  constructor(
    private readonly config: SampleConfig,
    private readonly logger: Logger,
    readonly metrics: MetricsRegistry,
  ) {}

  greet(): string {
    this.logger.info({ api_key: 'sk-very-secret-value' }, 'greeted');
    return `hello ${this.config.GREETED}`;
  }
}

@Controller()
class SampleController {
  constructor(private readonly greeter: Greeter) {}

  @Get('greeting')
  greeting(): { greeting: string } {
    return { greeting: this.greeter.greet() };
  }

  @Post('orders')
  order(@Body() body: OrderBody): { count: number; request_id: string | undefined } {
    return { count: body.count, request_id: correlationFields().request_id };
  }

  @Get('refusal')
  refusal(): never {
    throw new Problem({ status: 409, code: 'already-done', title: 'Already done', detail: 'Load it again.' });
  }

  @Get('later')
  later(): never {
    throw new RetryableError('the broker is away', { retryAfterMs: 2_500 });
  }

  @Get('crash')
  crash(): never {
    throw new Error('SELECT secret FROM vault at /src/vault.ts');
  }
}

@Module({ controllers: [SampleController], providers: [Greeter] })
class SampleModule {}

interface Sample {
  service: RunningService;
  lines: string[];
}

async function startSample(environment: Record<string, string> = {}): Promise<Sample> {
  const lines: string[] = [];
  const logger = createLogger({ level: 'debug', destination: { write: (line) => void lines.push(line) } });
  const config = loadConfig(SampleConfig, { LOG_LEVEL: 'debug', ...environment });
  const service = await startService({ name: 'sample', module: SampleModule, config, logger, bodyLimitBytes: 1_024 });
  return { service, lines };
}

function postOrder(url: string, body: string, contentType = 'application/json'): Promise<Response> {
  return fetch(`${url}/orders`, { method: 'POST', body, headers: { 'content-type': contentType } });
}

describe('a started service', () => {
  let sample: Sample;
  let url: string;

  beforeAll(async () => {
    sample = await startSample({ GREETED: 'army' });
    url = sample.service.url;
  });

  afterAll(() => sample.service.close());

  it('listens on a free port and injects its own config', async () => {
    const answer = await fetch(`${url}/greeting`);
    expect(new URL(url).port).not.toBe('0');
    expect(await answer.json()).toEqual({ greeting: 'hello army' });
  });

  it('answers a refusal as problem+json with the request id of the caller', async () => {
    const answer = await fetch(`${url}/refusal?secret=1`, { headers: { 'x-request-id': 'caller-id-1' } });
    expect(answer.status).toBe(409);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.headers.get('x-request-id')).toBe('caller-id-1');
    expect(await answer.json()).toEqual({
      type: 'urn:botarmy:problem:already-done',
      title: 'Already done',
      status: 409,
      code: 'already-done',
      detail: 'Load it again.',
      instance: '/refusal',
      request_id: 'caller-id-1',
    });
  });

  it('replaces a request id that could forge log lines', async () => {
    const answer = await fetch(`${url}/refusal`, { headers: { 'x-request-id': 'a level=error "x"' } });
    expect(answer.headers.get('x-request-id')).toMatch(/^req_[0-9a-f]{32}$/);
  });

  it('says when to come back', async () => {
    const answer = await fetch(`${url}/later`);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('3');
  });

  it('tells nothing about an unexpected error, but logs it with the request id', async () => {
    const answer = await fetch(`${url}/crash`, { headers: { 'x-request-id': 'crash-case-1' } });
    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(text).not.toMatch(/SELECT|vault|\bat /);
    const line = sample.lines.find((candidate) => candidate.includes('request failed'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ level: 'error', service: 'sample', request_id: 'crash-case-1' });
  });

  it.each([
    ['broken JSON', '{"count":', 'application/json', 400, 'malformed-json'],
    ['an empty body', '', 'application/json', 400, 'bad-request'],
    ['a prototype key', '{"__proto__":{"admin":true},"count":1}', 'application/json', 400, 'malformed-json'],
    [
      'a body over the limit',
      JSON.stringify({ count: 1, padding: 'x'.repeat(2_000) }),
      'application/json',
      413,
      'body-too-large',
    ],
    ['another media type', '<count/>', 'application/xml', 415, 'unsupported-media-type'],
    ['a wrong type', '{"count":"many"}', 'application/json', 400, 'validation-failed'],
    ['an unknown field', '{"count":1,"role":"admin"}', 'application/json', 400, 'validation-failed'],
  ])('refuses %s', async (_name, body, contentType, status, code) => {
    const answer = await postOrder(url, body, contentType);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const problem = (await answer.json()) as { code: string; request_id: string; detail: string };
    expect(problem.code).toBe(code);
    expect(problem.request_id).toMatch(/^req_/);
  });

  it('names the broken field by its path', async () => {
    const problem = (await (await postOrder(url, '{"count":1,"role":"admin"}')).json()) as { errors: unknown[] };
    expect(problem.errors).toEqual([{ path: 'role', message: 'property role should not exist' }]);
  });

  it.each(['/nowhere', '/%zz'])('answers the unknown address %s with a problem', async (path) => {
    const answer = await fetch(`${url}${path}`);
    expect([400, 404]).toContain(answer.status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('answers bytes that are not HTTP with a problem and closes the connection', async () => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.end('NONSENSE\r\n\r\n');
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"code":"bad-request"');
  });

  it('knows the request id in a handler that had to wait for its body', async () => {
    const body = new ReadableStream({
      async start(controller) {
        controller.enqueue(new TextEncoder().encode('{"count"'));
        await new Promise((resolve) => setImmediate(resolve));
        controller.enqueue(new TextEncoder().encode(':7}'));
        controller.close();
      },
    });
    const answer = await fetch(`${url}/orders`, {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { 'content-type': 'application/json', 'x-request-id': 'slow-body-1' },
    } as RequestInit);
    expect(await answer.json()).toEqual({ count: 7, request_id: 'slow-body-1' });
  });

  it('writes its log lines with service and request id and without secrets', async () => {
    await fetch(`${url}/greeting`, { headers: { 'x-request-id': 'greeting-1' } });
    const lines = sample.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toContainEqual(
      expect.objectContaining({ service: 'sample', request_id: 'greeting-1', api_key: '***', message: 'greeted' }),
    );
  });

  it('serves request durations by route pattern and the metrics of the process', async () => {
    await fetch(`${url}/greeting`);
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(text).toMatch(
      /botarmy_http_request_duration_seconds_count\{method="GET",route="\/greeting",status="2xx"\} \d+/,
    );
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
  });

  it('is alive and ready', async () => {
    expect(await (await fetch(`${url}/health/live`)).json()).toEqual({ status: 'alive' });
    expect(await (await fetch(`${url}/health/ready`)).json()).toEqual({ status: 'ready', checks: {} });
  });
});

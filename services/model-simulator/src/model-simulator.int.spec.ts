import { request as httpRequest } from 'node:http';

import OpenAI from 'openai';

import type { RunningService } from '@botarmy/chassis';

import { callWithOutcome, listCalls } from './call-list.fixture';
import { startSimulator, taskPrompt } from './simulator.fixture';

let service: RunningService;

beforeAll(async () => {
  service = await startSimulator();
});

afterAll(() => service.close());

beforeEach(async () => {
  await fetch(`${service.url}/simulator/script`, { method: 'DELETE' });
  await fetch(`${service.url}/simulator/calls`, { method: 'DELETE' });
});

async function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${service.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

describe('the wire', () => {
  const user = [{ role: 'user', content: 'Hi' }];
  const bearer = { authorization: 'Bearer any' };

  it('labels every answer as simulated', async () => {
    const good = await post('/v1/chat/completions', { model: 'm', messages: user }, bearer);
    const refused = await post('/v1/chat/completions', {}, bearer);
    expect([good, refused].map((response) => [response.status, response.headers.get('x-botarmy-simulated')])).toEqual([
      [200, 'true'],
      [400, 'true'],
    ]);
  });

  it('asks for a key as the providers do', async () => {
    expect((await post('/v1/chat/completions', { model: 'm', messages: user })).status).toBe(401);
    expect((await post('/v1/messages', { model: 'm', max_tokens: 5, messages: user })).status).toBe(401);
    expect((await post('/v1beta/models/g:generateContent', { contents: [] })).status).toBe(400);
  });

  it.each([
    ['/v1/chat/completions', [], 'body must be an object'],
    ['/v1/chat/completions', { messages: user }, 'model must be a text'],
    ['/v1/chat/completions', { model: 'm', messages: [] }, 'at least one entry'],
    ['/v1/chat/completions', { model: 'm', messages: [{ role: 'pope', content: '' }] }, 'role is unknown'],
    ['/v1/chat/completions', { model: 'm', messages: user, n: 2 }, 'n must be 1'],
    ['/v1/chat/completions', { model: 'm', messages: user, max_tokens: 0 }, 'whole number above 0'],
    ['/v1/chat/completions', { model: 'm', messages: [{ role: 'user', content: 7 }] }, 'a text or a list of parts'],
    ['/v1/messages', { model: 'm', messages: user }, 'max_tokens: Field required'],
    [
      '/v1/messages',
      { model: 'm', max_tokens: 5, messages: [{ role: 'system', content: '' }] },
      'must be user or assistant',
    ],
    ['/v1beta/models/g:countTokens', {}, 'unknown method'],
    ['/v1beta/models/g:streamGenerateContent', {}, 'add ?alt=sse'],
    [
      '/v1beta/models/g:generateContent',
      { contents: [{ parts: [{ text: 'x' }] }], generationConfig: { candidateCount: 2 } },
      'candidateCount must be 1',
    ],
  ])("%s refuses %j by name in the provider's form", async (path, body, message) => {
    const response = await post(path, body, { ...bearer, 'x-goog-api-key': 'any' });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { message: expect.stringContaining(message) } });
  });

  it('refuses a script it cannot follow', async () => {
    const response = await post(
      '/v1/chat/completions',
      { model: 'm', messages: user },
      { ...bearer, 'x-simulator-script': '{"latency":1}' },
    );
    expect(await response.json()).toMatchObject({
      error: { message: expect.stringContaining('script.latency is unknown') },
    });
  });

  it('refuses bodies over 2 MB and bodies that are no JSON', async () => {
    expect(
      (
        await post(
          '/v1/chat/completions',
          { model: 'm', messages: [{ role: 'user', content: 'x'.repeat(2_200_000) }] },
          bearer,
        )
      ).status,
    ).toBe(413);
    expect((await post('/v1/chat/completions', '{', bearer)).status).toBe(400);
    expect(
      (
        await post(
          '/v1/chat/completions',
          { model: 'm', messages: [{ role: 'user', content: 'x'.repeat(1_800_000) }] },
          bearer,
        )
      ).status,
    ).toBe(200);
  });

  it('says when to come back', async () => {
    const script = { 'x-simulator-script': '{"fault":{"kind":"rate-limit","retry_after_seconds":2}}' };
    const one = await post('/v1/chat/completions', { model: 'm', messages: user }, { ...bearer, ...script });
    expect([
      one.headers.get('retry-after'),
      one.headers.get('retry-after-ms'),
      one.headers.get('x-ratelimit-remaining-requests'),
    ]).toEqual(['2', '2000', '0']);
    const two = await post(
      '/v1/messages',
      { model: 'm', max_tokens: 9, messages: user },
      { 'x-api-key': 'k', ...script },
    );
    expect([two.headers.get('retry-after'), ((await two.json()) as { error: { type: string } }).error.type]).toEqual([
      '2',
      'rate_limit_error',
    ]);
    const three = await post('/v1/models/g:generateContent?key=k', { contents: [{ parts: [{ text: 'x' }] }] }, script);
    expect(await three.json()).toMatchObject({
      error: { status: 'RESOURCE_EXHAUSTED', details: [{ retryDelay: '2s' }] },
    });
  });

  it.each([
    ['/v1/chat/completions', { model: 'm', stream: true, messages: user }, 'service_unavailable'],
    ['/v1/messages', { model: 'm', max_tokens: 900, stream: true, messages: user }, 'event: error'],
    ['/v1beta/models/g:streamGenerateContent?alt=sse', { contents: [{ parts: [{ text: 'hi' }] }] }, 'UNAVAILABLE'],
  ])('%s can fail in mid-stream', async (path, body, expected) => {
    const script = { 'x-simulator-script': '{"fault":{"kind":"overloaded","after_tokens":3}}' };
    const response = await post(path, body, { ...bearer, 'x-goog-api-key': 'k', ...script });
    expect(response.status).toBe(200);
    expect(await response.text()).toContain(expected);
  });

  it('waits for a reader that is slow instead of filling its memory', async () => {
    const text = 'word '.repeat(150_000);
    const headers = { ...bearer, 'content-type': 'application/json', 'idempotency-key': 'slow-reader' };
    await fetch(`${service.url}/simulator/script`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ rules: [{ match: {}, script: { text } }] }),
    });
    await new Promise<void>((resolve, reject) => {
      const outgoing = httpRequest(`${service.url}/v1/chat/completions`, { method: 'POST', headers }, (incoming) => {
        incoming.pause();
        listCalls(service.url, '?idempotency_key=slow-reader')
          .then(async (before) => {
            expect(before.calls[0]?.outcome).toBe('running');
            let bytes = 0;
            for await (const chunk of incoming) bytes += (chunk as Buffer).length;
            expect(bytes).toBeGreaterThan(text.length);
          })
          .then(resolve, reject);
      });
      outgoing.on('error', reject);
      outgoing.end(JSON.stringify({ model: 'm', stream: true, messages: user }));
    });
    expect(await callWithOutcome(service.url, 'completed')).toMatchObject({ idempotency_key: 'slow-reader' });
  });
});

describe('the control endpoints', () => {
  const put = (body: unknown): Promise<Response> =>
    fetch(`${service.url}/simulator/script`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('script the calls of a run by what they are', async () => {
    const rules = [
      { match: { provider: 'anthropic', task: 'requirements', call: 2 }, script: { text: 'second' } },
      { match: { provider: 'openai', model: 'gpt-4o' }, times: 1, script: { fault: { kind: 'server-error' } } },
    ];
    expect((await put({ rules })).status).toBe(200);
    const turn = { messages: [{ role: 'user', content: taskPrompt() }] };
    const openai = (): Promise<Response> =>
      post('/v1/chat/completions', { model: 'gpt-4o', ...turn }, { authorization: 'Bearer any' });
    const claude = async (): Promise<string> =>
      (await post('/v1/messages', { model: 'c', max_tokens: 9000, ...turn }, { 'x-api-key': 'any' })).text();
    expect((await openai()).status).toBe(500);
    expect((await openai()).status).toBe(200);
    expect(await claude()).toContain('# Requirements');
    expect(await claude()).toContain('"text":"second"');
    const state = (await (await fetch(`${service.url}/simulator/script`)).json()) as {
      rules: { matched: number; applied: number }[];
    };
    expect(state.rules.map((rule) => [rule.matched, rule.applied])).toEqual([
      [2, 1],
      [2, 1],
    ]);
  });

  it('refuse rules they cannot follow', async () => {
    const response = await put({ rules: [{ match: { colour: 'red' }, script: {} }] });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      400,
      expect.stringContaining('application/problem+json'),
    ]);
    expect(await response.json()).toMatchObject({
      code: 'invalid-script',
      detail: expect.stringContaining('body.rules[0].match.colour is unknown'),
    });
    expect((await fetch(`${service.url}/simulator/calls?limit=0`)).status).toBe(400);
    expect((await fetch(`${service.url}/simulator/calls?colour=red`)).status).toBe(400);
  });

  it('count calls by their idempotency key', async () => {
    const client = new OpenAI({ apiKey: 'any', baseURL: `${service.url}/v1`, maxRetries: 0 });
    for (const key of ['wf_1:requirements:1', 'wf_1:requirements:1', 'wf_2']) {
      await client.chat.completions.create(
        { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hi' }] },
        { headers: { 'idempotency-key': key } },
      );
    }
    expect(await listCalls(service.url, '?idempotency_key=wf_1:requirements:1')).toMatchObject({
      total: 3,
      matching: 2,
    });
    const metrics = await (await fetch(`${service.url}/metrics`)).text();
    expect(metrics).toMatch(/botarmy_simulator_calls_total\{provider="openai",outcome="completed"\} \d+/);
  });

  it('are hidden, and scripts without effect, where the configuration closes them', async () => {
    const closed = await startSimulator({ SIMULATOR_CONTROL: 'false' });
    try {
      for (const [method, path] of [
        ['GET', 'script'],
        ['DELETE', 'script'],
        ['GET', 'calls'],
        ['DELETE', 'calls'],
      ] as const) {
        expect((await fetch(`${closed.url}/simulator/${path}`, { method })).status).toBe(404);
      }
      const client = new OpenAI({ apiKey: 'any', baseURL: `${closed.url}/v1`, maxRetries: 0 });
      const answer = await client.chat.completions.create(
        { model: 'm', messages: [{ role: 'user', content: 'Hi' }] },
        { headers: { 'x-simulator-script': '{"fault":{"kind":"server-error"}}' } },
      );
      expect(answer.choices[0]?.message.content).toContain('Hello');
    } finally {
      await closed.close();
    }
  });
});

describe('stopping', () => {
  it('ends calls that are still running', async () => {
    const other = await startSimulator({ SIMULATOR_LATENCY_MS: '0', SIMULATOR_TOKENS_PER_SECOND: '0' });
    const client = new OpenAI({ apiKey: 'any', baseURL: `${other.url}/v1`, maxRetries: 0 });
    const chunks = await client.chat.completions.create(
      { model: 'm', stream: true, messages: [{ role: 'user', content: taskPrompt() }] },
      { headers: { 'x-simulator-script': '{"fault":{"kind":"stall","after_tokens":8}}' } },
    );
    let closing: Promise<void> | undefined;
    const reading = (async () => {
      for await (const chunk of chunks) if (chunk.choices[0]?.delta.content) closing ??= other.close();
    })();
    await expect(reading).rejects.toThrow();
    await closing;
    await expect(fetch(`${other.url}/health/live`)).rejects.toThrow();
  });

  it('refuses settings that make no sense', () => {
    expect(() => startSimulator({ SIMULATOR_LATENCY_MS: '-5' })).toThrow('SIMULATOR_LATENCY_MS');
  });
});

import type { RunningService } from '@botarmy/chassis';
import { getRouterStatus, readProviderHealth } from '@botarmy/contracts';
import { waitFor } from '@botarmy/testing';

import { callRequest, createRouterRig, RUNNER } from './router.fixture';
import type { RouterRig } from './router.fixture';

const TEXT = 'Words that come one after another, slowly enough to be seen. '.repeat(10);

describe('a route', () => {
  let rig: RouterRig;

  /** A new one for each test: what a router knows of its providers' health outlives a call. */
  let router: RunningService;

  beforeAll(async () => {
    rig = await createRouterRig();
  });
  afterAll(() => rig.stop());
  beforeEach(async () => {
    await rig.simulator.clear();
    router = await rig.start();
  });
  afterEach(() => router.close());

  const fails = (provider: string, fault: Record<string, unknown>, times?: number): Promise<void> =>
    rig.simulator.script({ match: { provider }, script: { fault }, ...(times === undefined ? {} : { times }) });

  it('row 13: leads to the next provider when one fails before its first word, and the record shows both', async () => {
    await fails('openai', { kind: 'server-error' });
    const request = callRequest();
    const resets: string[] = [];
    const reply = await rig.ask(request, { onReset: () => resets.push('reset') });
    expect(reply.usage).toMatchObject({ provider: 'anthropic', model: 'claude-sonnet-5-5', calls: 1 });
    expect(resets).toEqual([]);
    await expect(rig.rowOf(request)).resolves.toMatchObject({
      status: 'completed',
      provider: 'anthropic',
      provider_requests: [
        { provider: 'openai', outcome: 'failed', error_code: 'server-error', http_status: 500 },
        { provider: 'anthropic', outcome: 'completed' },
      ],
    });
  });

  it('row 15: never mixes the texts of two providers', async () => {
    await rig.simulator.script({
      match: { provider: 'openai' },
      script: { text: TEXT, tokens_per_second: 200, fault: { kind: 'cut', after_tokens: 30 } },
    });
    let shown = '';
    let discarded = '';
    const reply = await rig.ask(callRequest(), {
      onDelta: (text, offset) => {
        expect(offset).toBe(shown.length);
        shown += text;
      },
      onReset: () => {
        discarded = shown;
        shown = '';
      },
    });
    expect(TEXT.startsWith(discarded) && discarded !== '').toBe(true);
    expect(shown).toBe(reply.text);
    expect(reply.usage.provider).toBe('anthropic');
    expect(reply.text).not.toContain(discarded);
  });

  it('row 15: says that an answer broke off to who wants no other one instead; the part is on record', async () => {
    const cut = { text: TEXT, tokens_per_second: 400, fault: { kind: 'cut', after_tokens: 30 } };
    await rig.simulator.script({ match: { provider: 'openai' }, script: cut });
    const { idempotency_key, timeout_ms } = callRequest();
    const turns = [{ role: 'user' as const, parts: [{ type: 'text' as const, text: 'Hello' }] }];
    const on_broken_stream = 'fail' as const;
    const request = {
      idempotency_key,
      timeout_ms,
      route: 'default',
      scope: {},
      turns,
      max_output_tokens: 500,
      on_broken_stream,
    };
    await expect(rig.askV2(request)).rejects.toMatchObject({ status: 502, code: 'provider-stream-failed' });
    const row = await rig.rowOf(request);
    expect([row.status, row.error_code, row.provider_requests.length]).toEqual(['failed', 'connection-lost', 1]);
    expect(row.answer !== null && row.answer !== '' && TEXT.startsWith(row.answer)).toBe(true);
  });

  it('row 13: is tried again after the time the providers ask for', async () => {
    await rig.simulator.script({
      match: {},
      times: 3,
      script: { fault: { kind: 'rate-limit', retry_after_seconds: 0.2 } },
    });
    const reply = await rig.ask(callRequest());
    expect(reply.usage.provider).toBe('openai');
    await expect(rig.simulator.calls()).resolves.toHaveLength(4);
  });

  it('row 13: gives up after its rounds; the same key asks again later and gets its answer', async () => {
    await rig.simulator.script({ match: {}, script: { fault: { kind: 'server-error' } } });
    const request = callRequest();
    await expect(rig.ask(request)).rejects.toMatchObject({ status: 503, code: 'providers-unavailable' });
    await expect(rig.simulator.calls()).resolves.toHaveLength(6);
    await rig.simulator.clear();
    const reply = await rig.ask(request);
    expect(reply.replayed).toBe(false);
    const row = await rig.rowOf(request);
    expect(row.provider_requests.map(({ claim, outcome }) => [claim, outcome])).toEqual([
      ...Array.from({ length: 6 }, () => [1, 'failed']),
      [2, 'completed'],
    ]);
  });

  it('does not lead a malformed request through all providers', async () => {
    await fails('openai', { kind: 'context-length' });
    await expect(rig.ask(callRequest())).rejects.toMatchObject({ status: 400, code: 'context-length-exceeded' });
    await expect(rig.simulator.calls()).resolves.toHaveLength(1);
  });

  it('says that a key is refused instead of hiding it behind another provider', async () => {
    await fails('openai', { kind: 'unauthorized' });
    await expect(rig.ask(callRequest())).rejects.toMatchObject({ status: 403, code: 'provider-refused-key' });
  });

  it('shows how each model does, to those who run the platform', async () => {
    await fails('openai', { kind: 'server-error' });
    for (let time = 0; time < 3; time += 1) await rig.ask(callRequest());
    const { providers } = await rig.asker.ask(readProviderHealth, {}, RUNNER);
    const [openai, anthropic, google] = providers;
    expect(providers.map(({ id }) => id)).toEqual(['openai', 'anthropic', 'google']);
    expect(openai).toMatchObject({
      status: 'unavailable',
      simulated: true,
      under_way: 0,
      waiting: 0,
      models: [{ model: 'gpt-6.1-terra', key_id: null, circuit: 'closed', first_token_ms: null }],
    });
    expect(anthropic?.models).toMatchObject([{ model: 'claude-sonnet-5-5', first_token_ms: expect.any(Number) }]);
    expect(google).toMatchObject({ status: 'healthy', models: [], response_time_ms: null });
    for (let time = 0; time < 2; time += 1) await rig.ask(callRequest());
    const later = await rig.asker.ask(readProviderHealth, {}, RUNNER);
    const [model] = later.providers[0]?.models ?? [];
    expect(model).toMatchObject({ circuit: 'open' });
    expect(model?.reopens_in_ms).toBeGreaterThan(0);
    await expect(rig.asker.ask(readProviderHealth, {}, { ...RUNNER, role: 'viewer' })).rejects.toMatchObject({
      status: 403,
    });
  });

  it('shows how its providers do', async () => {
    await rig.simulator.script({ match: { provider: 'openai' }, script: { fault: { kind: 'server-error' } } });
    for (let call = 0; call < 3; call += 1) await rig.ask(callRequest());
    const status = await rig.asker.ask(getRouterStatus, {}, RUNNER);
    expect(status.simulated).toBe(true);
    expect(status.providers).toEqual([
      {
        id: 'openai',
        status: 'unavailable',
        response_time_ms: null,
        simulated: true,
        model: 'gpt-6.1-terra',
      },
      expect.objectContaining({ id: 'anthropic', response_time_ms: expect.any(Number) }),
      expect.objectContaining({ id: 'google', status: expect.any(String) }),
    ]);
  });

  it('row 13: tells the caller when the providers ask for a long time', async () => {
    await rig.simulator.script({ match: {}, script: { fault: { kind: 'rate-limit', retry_after_seconds: 60 } } });
    const request = callRequest();
    await expect(rig.ask(request)).rejects.toMatchObject({
      status: 429,
      code: 'provider-rate-limited',
      retryAfterMs: 60_000,
    });
    await expect(rig.rowOf(request)).resolves.toMatchObject({ status: 'failed', error_code: 'rate-limited' });
    await expect(rig.simulator.calls()).resolves.toHaveLength(3);
    // And they are left alone: the next call is told so without a request.
    await expect(rig.ask(callRequest())).rejects.toMatchObject({ status: 503, retryAfterMs: expect.any(Number) });
    await expect(rig.simulator.calls()).resolves.toHaveLength(3);
  });

  it('passes over a model that failed too often, and tries it again after a while', async () => {
    await router.close();
    router = await rig.start({ BREAKER_FAILURES: '2', BREAKER_OPEN_MS: '300' });
    await fails('openai', { kind: 'server-error' }, 2);
    for (let call = 0; call < 4; call += 1) await rig.ask(callRequest());
    const asked = await rig.simulator.calls('provider=openai');
    expect(asked).toHaveLength(2);
    const reply = await waitFor(
      async () => {
        const { usage } = await rig.ask(callRequest());
        return usage.provider === 'openai' ? usage : undefined;
      },
      { describe: 'the probe that closes the circuit' },
    );
    expect(reply.model).toBe('gpt-6.1-terra');
  });
});

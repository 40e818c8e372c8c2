import type { Caller, CompleteModelCallV2Request, EmbedTextsRequest } from '@botarmy/contracts';
import { createId, embedTexts, setBudget } from '@botarmy/contracts';
import { startHttpRecorder } from '@botarmy/testing';
import type { HttpRecorder } from '@botarmy/testing';

import { createRouterRig, RUNNER } from './router.fixture';
import type { RouterRig } from './router.fixture';
import { startUnmarkedProxy } from './unmarked-proxy.fixture';
import type { UnmarkedProxy } from './unmarked-proxy.fixture';

/** Millionths of a dollar per token of text-embedding-3-small. */
const PRICE = 0.02;

describe('vectors of texts', () => {
  let rig: RouterRig;
  let proxy: UnmarkedProxy;
  let google: HttpRecorder;
  let local: HttpRecorder;

  beforeAll(async () => {
    rig = await createRouterRig();
    proxy = await startUnmarkedProxy(rig.simulator.url);
    google = await startHttpRecorder(() => json({ embeddings: [{ values: [0.5, -0.25] }, { values: [1, 0] }] }));
    local = await startHttpRecorder();
    await rig.start({
      OPENAI_API_KEY: 'any',
      OPENAI_BASE_URL: `${proxy.url}/v1`,
      GOOGLE_GENAI_API_KEY: 'google-key',
      GOOGLE_BASE_URL: google.url,
      COMPATIBLE_PROVIDERS: JSON.stringify([{ id: 'local', base_url: `${local.url}/v1` }]),
      ROUTE_ROUNDS: '1',
    });
  });
  afterAll(async () => {
    await rig.stop();
    await Promise.all([proxy.close(), google.close(), local.close()]);
  });
  beforeEach(() => rig.simulator.clear());

  function json(body: unknown, status = 200) {
    return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  }

  function request(changes: Partial<EmbedTextsRequest> = {}): EmbedTextsRequest {
    return {
      idempotency_key: createId('wf'),
      route: 'embeddings',
      scope: {},
      texts: ['a fern on the window sill', 'a cactus'],
      timeout_ms: 10_000,
      ...changes,
    };
  }

  const ask = (asked: EmbedTextsRequest, caller: Caller = RUNNER) => rig.asker.ask(embedTexts, asked, caller);
  const floatsOf = (vector: string | undefined): number[] => {
    const bytes = Buffer.from(vector ?? '', 'base64');
    return Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4));
  };

  it('come one per text, are recorded, booked, and replayed for free under their key', async () => {
    const asked = request({ dimensions: 8 });
    const reply = await ask(asked);
    expect(reply.vectors.map((vector) => floatsOf(vector).length)).toEqual([8, 8]);
    for (const vector of reply.vectors) expect(Math.hypot(...floatsOf(vector))).toBeCloseTo(1, 5);
    expect(reply.usage).toMatchObject({ provider: 'openai', model: 'text-embedding-3-small', output_tokens: 0 });
    expect(reply.usage.input_tokens).toBeGreaterThan(0);
    expect(reply.usage.cost_micros).toBe(Math.ceil(reply.usage.input_tokens * PRICE));
    const entries = await rig.database.query(
      'SELECT input_tokens, output_tokens, cost_micros FROM llm_router.ledger_entry WHERE call_id = $1',
      [reply.call_id],
    );
    const cost = String(reply.usage.cost_micros);
    expect(entries).toEqual([{ input_tokens: reply.usage.input_tokens, output_tokens: 0, cost_micros: cost }]);
    await expect(ask(asked)).resolves.toEqual({ ...reply, replayed: true });
  });

  it('are the same for the same text, and come from the cache where that is asked for', async () => {
    const first = await ask(request({ cache: 'use' }));
    const again = await ask(request({ cache: 'use' }));
    expect(again).toMatchObject({ vectors: first.vectors, replayed: true, usage: { cost_micros: 0 } });
    await expect(ask(request({ cache: 'use', dimensions: 16 }))).resolves.toMatchObject({ replayed: false });
  });

  it('hold and spend budgets as every other call', async () => {
    const caller = { ...RUNNER, tenant_id: createId('ten') };
    const budget = { name: 'small', scope_kind: 'tenant', scope_id: '*', period: 'day', limit_micros: 2 } as const;
    await rig.asker.ask(setBudget, budget, caller);
    await expect(ask(request({ texts: ['x'.repeat(10_000)] }), caller)).rejects.toMatchObject({
      status: 402,
      code: 'budget-exhausted',
    });
    await expect(ask(request({ texts: ['a fern'] }), caller)).resolves.toMatchObject({ usage: { cost_micros: 1 } });
    await expect(ask(request({ texts: ['a fern'] }), caller)).resolves.toMatchObject({ replayed: false });
    await expect(ask(request({ texts: ['a fern'] }), caller)).rejects.toMatchObject({ code: 'budget-exhausted' });
  });

  it('come from Google, with an estimate of what it does not say', async () => {
    const reply = await ask(request({ route: 'google/gemini-embedding-001', dimensions: 2 }));
    expect(reply.vectors.map(floatsOf)).toEqual([
      [0.5, -0.25],
      [1, 0],
    ]);
    expect(reply.usage).toMatchObject({ estimated: true, output_tokens: 0 });
    expect(reply.usage.cost_micros).toBeGreaterThan(0);
    const [sent] = google.requests.slice(-1);
    expect(sent?.path).toContain('gemini-embedding-001:batchEmbedContents');
    expect(JSON.parse(String(sent?.body))).toMatchObject({
      requests: [{ content: { parts: [{ text: 'a fern on the window sill' }] }, outputDimensionality: 2 }, {}],
    });
  });

  it.each<[string, unknown, string]>([
    [
      'numbers instead of base64',
      {
        data: [
          { index: 1, embedding: [2] },
          { index: 0, embedding: [1] },
        ],
      },
      'ok',
    ],
    ['too few vectors', { data: [{ index: 0, embedding: [1] }] }, 'malformed-answer'],
    ['vectors of texts', { data: [0, 1].map((index) => ({ index, embedding: ['a'] })) }, 'malformed-answer'],
    ['no list', { data: 7 }, 'malformed-answer'],
  ])('from a compatible server: %s', async (_name, body, outcome) => {
    local.respondWith(() => json({ object: 'list', model: 'm', ...(body as object), usage: { prompt_tokens: 3 } }));
    const asked = request({ route: 'local/text-embedding-3-small' });
    if (outcome === 'ok') {
      const reply = await ask(asked);
      expect(reply.vectors.map(floatsOf)).toEqual([[1], [2]]);
      expect(reply.usage).toMatchObject({ provider: 'local', input_tokens: 3, estimated: false });
      return;
    }
    await expect(ask(asked)).rejects.toMatchObject({ status: 503 });
    await expect(rig.rowOf(asked)).resolves.toMatchObject({ error_code: outcome, reserved_micros: '0' });
  });

  it.each<[string, Partial<EmbedTextsRequest>, string]>([
    ['no text', { texts: [] }, 'invalid-prompt'],
    ['an empty text', { texts: ['a', ' '] }, 'invalid-prompt'],
    ['a model that answers with text', { route: 'openai/gpt-4o' }, 'no-model-fits'],
    ['an unknown route', { route: 'nowhere' }, 'unknown-route'],
  ])('are refused for %s before anything is paid', async (_name, changes, code) => {
    await expect(ask(request(changes))).rejects.toMatchObject({ status: 400, code });
    await expect(rig.simulator.calls()).resolves.toEqual([]);
  });

  it('are all such a model makes', async () => {
    const chat: CompleteModelCallV2Request = {
      idempotency_key: createId('wf'),
      route: 'embeddings',
      scope: {},
      turns: [{ role: 'user', parts: [{ type: 'text', text: 'Hello' }] }],
      max_output_tokens: 10,
      timeout_ms: 5_000,
    };
    await expect(rig.askV2(chat)).rejects.toMatchObject({
      code: 'no-model-fits',
      detail: expect.stringContaining('makes vectors of texts and nothing else'),
    });
  });
});

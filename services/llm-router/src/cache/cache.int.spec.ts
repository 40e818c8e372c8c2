import type { Caller, CompleteModelCallV2Reply, CompleteModelCallV2Request } from '@botarmy/contracts';
import { createId } from '@botarmy/contracts';

import { createRouterRig, RUNNER } from '../router.fixture';
import type { RouterRig } from '../router.fixture';
import { startUnmarkedProxy } from '../unmarked-proxy.fixture';
import type { UnmarkedProxy } from '../unmarked-proxy.fixture';

/** Dollars per million tokens of the model that is asked: 2.5 and 10. */
const USAGE = { input_tokens: 1_000, output_tokens: 100 };
const COST_MICROS = 3_500;

describe('the exact cache', () => {
  let rig: RouterRig;
  let proxy: UnmarkedProxy;

  beforeAll(async () => {
    rig = await createRouterRig();
    proxy = await startUnmarkedProxy(rig.simulator.url);
    const environment = { OPENAI_API_KEY: 'any', OPENAI_BASE_URL: `${proxy.url}/v1` };
    await Promise.all([rig.start(environment), rig.start(environment)]);
  });
  afterAll(async () => {
    await rig.stop();
    await proxy.close();
  });
  beforeEach(async () => {
    await rig.simulator.clear();
    await rig.simulator.script({ match: {}, script: { usage: USAGE, text: 'Light and water.' } });
  });

  function question(words: string, changes: Partial<CompleteModelCallV2Request> = {}): CompleteModelCallV2Request {
    return {
      idempotency_key: createId('wf'),
      route: 'openai/gpt-4o',
      scope: {},
      turns: [{ role: 'user', parts: [{ type: 'text', text: words }] }],
      max_output_tokens: 200,
      timeout_ms: 10_000,
      cache: 'use',
      ...changes,
    };
  }

  const ask = (request: CompleteModelCallV2Request, caller?: Caller): Promise<CompleteModelCallV2Reply> =>
    rig.askV2(request, {}, caller);
  const paidRequests = async (): Promise<number> => (await rig.simulator.calls()).length;

  it('answers an identical request without asking anybody, and books what that saved', async () => {
    const words = 'What does a fern need?';
    const first = await ask(question(words));
    const again = question(`  ${words}\r\n`);
    const pieces: string[] = [];
    const second = await rig.askV2(again, { onDelta: (text) => pieces.push(text) });
    expect([first.replayed, first.usage.cost_micros]).toEqual([false, COST_MICROS]);
    expect(second).toMatchObject({ text: first.text, replayed: true, usage: { model: 'gpt-4o', cost_micros: 0 } });
    expect(pieces.join('')).toBe(first.text);
    expect(await paidRequests()).toBe(1);
    const entries = await rig.database.query(
      'SELECT kind, cost_micros, saved_micros, model FROM llm_router.ledger_entry WHERE call_id = $1',
      [second.call_id],
    );
    expect(entries).toEqual([
      { kind: 'cache-hit', cost_micros: '0', saved_micros: String(COST_MICROS), model: 'gpt-4o' },
    ]);
    await expect(rig.rowOf(again)).resolves.toMatchObject({ status: 'completed', answered_from: first.call_id });
  });

  it('is never shared by two tenants with the same prompt, the same key and the same role', async () => {
    const words = 'What does a cactus need?';
    const [one, other] = [createId('ten'), createId('ten')].map((tenant_id) => ({ ...RUNNER, tenant_id }));
    const same = question(words);
    const first = await ask(same, one);
    const second = await ask(same, other);
    expect([first.replayed, second.replayed]).toEqual([false, false]);
    expect(second.call_id).not.toBe(first.call_id);
    expect(await paidRequests()).toBe(2);
    await expect(ask(question(words), one)).resolves.toMatchObject({ replayed: true });
    const entries = await rig.database.query<{ tenant_id: string; call_id: string }>(
      'SELECT tenant_id, call_id FROM llm_router.cache_entry WHERE call_id = ANY($1) ORDER BY tenant_id',
      [[first.call_id, second.call_id]],
    );
    expect(entries.map(({ tenant_id }) => tenant_id)).toEqual([one, other].map((c) => c?.tenant_id).toSorted());
  });

  it('is not shared across permissions of one tenant either', async () => {
    const words = 'What does an orchid need?';
    const caller = { ...RUNNER, tenant_id: createId('ten') };
    await ask(question(words), caller);
    const others = [
      ask(question(words, { scope: { virtual_key_id: 'key_a' } }), caller),
      ask(question(words, { scope: { virtual_key_id: 'key_b' } }), caller),
      ask(question(words), { ...caller, role: 'operator' }),
    ];
    for (const reply of await Promise.all(others)) expect(reply.replayed).toBe(false);
    const again = question(words, { scope: { virtual_key_id: 'key_a' } });
    await expect(ask(again, caller)).resolves.toMatchObject({ replayed: true });
  });

  it('neither reads nor fills where the caller says no-store, or nothing', async () => {
    const words = 'What does a palm need?';
    const { cache: _cache, ...silent } = question(words);
    await ask(question(words, { cache: 'no-store' }));
    await ask(silent);
    await expect(ask(question(words))).resolves.toMatchObject({ replayed: false });
    await expect(ask(question(words, { cache: 'no-store' }))).resolves.toMatchObject({ replayed: false });
    expect(await paidRequests()).toBe(4);
  });

  it('keeps an answer as long as the caller says', async () => {
    const words = 'What does moss need?';
    const before = Date.now();
    const { call_id } = await ask(question(words, { cache_ttl_s: 100 }));
    const [entry] = await rig.database.query<{ expires_at: Date }>(
      'SELECT expires_at FROM llm_router.cache_entry WHERE call_id = $1',
      [call_id],
    );
    const keptMs = Number(entry?.expires_at.getTime()) - before;
    expect(keptMs).toBeGreaterThanOrEqual(99_000);
    expect(keptMs).toBeLessThan(130_000);
    await rig.database.query('UPDATE llm_router.cache_entry SET expires_at = now() WHERE call_id = $1', [call_id]);
    const fresh = await ask(question(words, { cache_ttl_s: 100 }));
    expect(fresh.replayed).toBe(false);
    await expect(ask(question(words))).resolves.toMatchObject({ replayed: true, text: fresh.text });
  });

  it('keeps no answer that failed', async () => {
    const words = 'What does ivy need?';
    await rig.simulator.script({ match: {}, script: { fault: { kind: 'context-length' } } });
    await expect(ask(question(words))).rejects.toMatchObject({ status: 400 });
    await rig.simulator.script({ match: {}, script: { usage: USAGE } });
    await expect(ask(question(words))).resolves.toMatchObject({ replayed: false });
  });
});

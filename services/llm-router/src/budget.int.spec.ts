import { startRelay } from './relay.fixture';
import type { Relay } from './relay.fixture';
import { callRequest, createRouterRig, RUNNER } from './router.fixture';
import type { RouterRig } from './router.fixture';

/** Prices of the model that is asked: 1 and 5 dollars per million tokens, in micros per token. */
const USAGE = { input_tokens: 200, output_tokens: 100 };
const COST_MICROS = 200 + 5 * 100;
const BUDGET_MICROS = 20_000;

describe('a budget', () => {
  let rig: RouterRig;
  let relay: Relay;

  beforeAll(async () => {
    rig = await createRouterRig();
    relay = await startRelay(rig.simulator.url);
    const environment = {
      OPENAI_API_KEY: 'a-key',
      OPENAI_BASE_URL: `${relay.url}/v1`,
      BUDGET_DAILY_MICROS: String(BUDGET_MICROS),
    };
    await Promise.all([rig.start(environment), rig.start(environment)]);
  });
  afterAll(async () => {
    await rig.stop();
    await relay.close();
  });
  beforeEach(async () => {
    await rig.simulator.clear();
    await rig.simulator.script({ match: {}, script: { usage: USAGE, latency_ms: 100 } });
  });

  async function budgetOf(tenantId: string): Promise<{ reserved: number; spent: number }> {
    const [row] = await rig.database.query<{ reserved_micros: string; spent_micros: string }>(
      'SELECT * FROM llm_router.budget_account WHERE tenant_id = $1',
      [tenantId],
    );
    return { reserved: Number(row?.reserved_micros), spent: Number(row?.spent_micros) };
  }

  it('holds the most a call can cost and books what it did cost', async () => {
    const caller = { ...RUNNER, tenant_id: 'ten_one' };
    const request = callRequest();
    const reply = await rig.ask(request, {}, caller);
    expect(reply.usage).toMatchObject({ provider: 'openai', cost_micros: COST_MICROS, simulated: false });
    await expect(budgetOf('ten_one')).resolves.toEqual({ reserved: 0, spent: COST_MICROS });
    await expect(rig.rowOf(request)).resolves.toMatchObject({ reserved_micros: '0', cost_micros: String(COST_MICROS) });
    // A replay costs nothing.
    await expect(rig.ask(request, {}, caller)).resolves.toMatchObject({ replayed: true });
    await expect(budgetOf('ten_one')).resolves.toEqual({ reserved: 0, spent: COST_MICROS });
  });

  it('is never overdrawn, however many calls come at once to several replicas', async () => {
    const caller = { ...RUNNER, tenant_id: 'ten_crowd' };
    const asked = Array.from({ length: 40 }, () => rig.ask(callRequest(), {}, caller));
    const results = await Promise.allSettled(asked);
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) expect(reason).toMatchObject({ status: 402, code: 'budget-exhausted' });
    // What a call holds, some 5,100 micros, is taken three times by 20,000.
    await expect(rig.simulator.calls()).resolves.toHaveLength(results.length - refused.length);
    const budget = await budgetOf('ten_crowd');
    expect(budget).toEqual({ reserved: 0, spent: COST_MICROS * (results.length - refused.length) });
    expect(budget.spent).toBeLessThanOrEqual(BUDGET_MICROS);
  });

  it('gets back what a failed call held', async () => {
    const caller = { ...RUNNER, tenant_id: 'ten_failed' };
    await rig.simulator.script({ match: {}, script: { fault: { kind: 'context-length' } } });
    await expect(rig.ask(callRequest(), {}, caller)).rejects.toMatchObject({ status: 400 });
    await expect(budgetOf('ten_failed')).resolves.toEqual({ reserved: 0, spent: 0 });
  });

  it('refuses a call that alone would exceed it; the refusal is on record', async () => {
    const caller = { ...RUNNER, tenant_id: 'ten_large' };
    const request = callRequest({ max_output_tokens: 100_000 });
    await expect(rig.ask(request, {}, caller)).rejects.toMatchObject({ status: 402, code: 'budget-exhausted' });
    await expect(rig.rowOf(request)).resolves.toMatchObject({ status: 'failed', provider_requests: [] });
    await expect(rig.simulator.calls()).resolves.toEqual([]);
  });
});

import type { Caller, UsageTotal } from '@botarmy/contracts';
import { getUsageTotals, listBudgets, readLedger, removeBudget, repriceLedger, setBudget } from '@botarmy/contracts';

import { startRelay } from '../relay.fixture';
import type { Relay } from '../relay.fixture';
import { callRequest, createRouterRig, RUNNER } from '../router.fixture';
import type { RouterRig } from '../router.fixture';

const USAGE = { input_tokens: 200, output_tokens: 100 };
const COST_MICROS = 200 + 5 * 100;

describe('budgets and the ledger, as asked about', () => {
  let rig: RouterRig;
  let relay: Relay;
  const caller: Caller = { ...RUNNER, tenant_id: 'ten_books' };

  beforeAll(async () => {
    rig = await createRouterRig();
    relay = await startRelay(rig.simulator.url);
    await rig.start({ OPENAI_API_KEY: 'a-key', OPENAI_BASE_URL: `${relay.url}/v1` });
    await rig.simulator.script({ match: {}, script: { usage: USAGE } });
  });
  afterAll(async () => {
    await rig.stop();
    await relay.close();
  });

  const budget = { name: 'tasks', scope_kind: 'task', scope_id: '*', period: 'total', limit_micros: 9_000 } as const;

  it('hold what was set, and refuse what contradicts itself', async () => {
    const made = await rig.asker.ask(setBudget, budget, caller);
    expect(made).toMatchObject({ ...budget, accounts: [] });
    const changed = { ...budget, budget_id: made.budget_id, limit_micros: 20_000 };
    await expect(rig.asker.ask(setBudget, changed, caller)).resolves.toMatchObject({ limit_micros: 20_000 });
    await expect(rig.asker.ask(setBudget, { ...changed, period: 'day' }, caller)).rejects.toMatchObject({
      status: 409,
    });
    await expect(rig.asker.ask(setBudget, { ...budget, requests_per_minute: 1 }, caller)).rejects.toMatchObject({
      status: 400,
      code: 'invalid-budget',
    });
    const unknown = { ...changed, budget_id: 'bud_unknown' };
    await expect(rig.asker.ask(setBudget, unknown, caller)).rejects.toMatchObject({ code: 'budget-not-found' });
  });

  it('show what calls spent, by any dimension, and line by line', async () => {
    const request = callRequest();
    await rig.ask(request, {}, caller);
    await rig.ask(callRequest({ agent_id: 'tester' }), {}, caller);
    const { budgets } = await rig.asker.ask(listBudgets, {}, caller);
    const accounts = budgets.flatMap((own) => own.accounts);
    expect(accounts.find(({ scope_id }) => scope_id === `${request.workflow_id}/requirements`)).toMatchObject({
      spent_micros: COST_MICROS,
      reserved_micros: 0,
      window_start: null,
    });
    const { totals } = await rig.asker.ask(getUsageTotals, { group_by: ['agent_id', 'model'] }, caller);
    const one: Partial<UsageTotal> = { calls: 1, requests: 1, cost_micros: COST_MICROS, unknown_costs: 0, ...USAGE };
    expect(totals).toHaveLength(2);
    for (const total of totals) expect(total).toMatchObject(one);
    expect(totals.map(({ dimensions }) => dimensions['agent_id']).sort()).toEqual(['analyst', 'tester']);
    const first = await rig.asker.ask(readLedger, { limit: 1 }, caller);
    expect(first.entries).toMatchObject([
      { workflow_id: request.workflow_id, cost_micros: COST_MICROS, kind: 'request' },
    ]);
    const cursor = first.next_cursor ?? '';
    const second = await rig.asker.ask(readLedger, { limit: 1, cursor }, caller);
    expect(second.entries).toMatchObject([{ agent_id: 'tester' }]);
    expect(second.next_cursor).toBeNull();
  });

  it('are priced again without a change where prices did not change', async () => {
    await expect(rig.asker.ask(repriceLedger, {}, caller)).resolves.toEqual({
      corrected: 0,
      delta_micros: 0,
      unknown: 0,
    });
  });

  it('refuse spans and dimensions that make no sense', async () => {
    await expect(rig.asker.ask(getUsageTotals, { group_by: ['mood'] }, caller)).rejects.toMatchObject({
      code: 'unknown-dimension',
    });
    const span = { from: '2026-02-01T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z' };
    await expect(rig.asker.ask(getUsageTotals, span, caller)).rejects.toMatchObject({ code: 'invalid-span' });
    await expect(rig.asker.ask(readLedger, { cursor: 'x' }, caller)).rejects.toMatchObject({ code: 'invalid-cursor' });
  });

  it('end a budget once', async () => {
    const { budgets } = await rig.asker.ask(listBudgets, {}, caller);
    const budget_id = budgets[0]?.budget_id ?? '';
    await expect(rig.asker.ask(removeBudget, { budget_id }, caller)).resolves.toEqual({ success: true });
    await expect(rig.asker.ask(removeBudget, { budget_id }, caller)).rejects.toMatchObject({ status: 404 });
  });
});

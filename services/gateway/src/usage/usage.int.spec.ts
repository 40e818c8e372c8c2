import type { RunningService } from '@botarmy/chassis';
import {
  approveSpending,
  createId,
  explainRoute,
  getUsageTotalsV2,
  listBudgetsV2,
  listModelCalls,
  listPrices,
  readLedgerV2,
  removeBudgetV2,
  repriceLedger,
  resolveModelCall,
  setBudgetV2,
  setPrice,
} from '@botarmy/contracts';
import type { BudgetViewV2, LedgerEntryViewV2 } from '@botarmy/contracts';

import { send } from '../client.fixture';
import { GatewayRig } from '../gateway.fixture';

const AT = '2026-01-01T00:00:00.000Z';
const BUDGET = createId('bud');
const CALL = createId('call');
const FIGURES = { name: 'a day', scope_kind: 'tenant', scope_id: '*', period: 'day', limit_micros: 9_000_000 };
const TEXTS = { workflow_id: null, process: null, stage_id: null, group_id: null, virtual_key_id: null };
const ENTRY: LedgerEntryViewV2 = {
  ...TEXTS,
  entry_id: 'e1',
  booked_at: AT,
  kind: 'request',
  corrects: null,
  call_id: CALL,
  tenant_id: 'ten_default',
  task_id: '=1+1',
  attempt: 2,
  agent_id: 'a "quoted", one',
  provider_key_id: null,
  route: 'default',
  provider: 'openai',
  model: 'gpt-4o',
  simulated: false,
  outcome: 'completed',
  input_tokens: 10,
  cache_write_tokens: 0,
  cache_read_tokens: 0,
  output_tokens: 5,
  reasoning_tokens: 0,
  usage_estimated: false,
  cost_micros: null,
  saved_micros: 0,
  price_version: null,
  tier: 'small',
  is_shadow: false,
};

function budget(revision: number): BudgetViewV2 {
  const unset = { warn_percent: null, downgrade_percent: null, downgrade_route: null, ask_percent: null };
  const rates = { requests_per_minute: null, tokens_per_minute: null, max_concurrent: null };
  return { ...FIGURES, ...unset, ...rates, budget_id: BUDGET, accounts: [], revision };
}

describe('budgets', () => {
  let rig: GatewayRig;
  let gateway: RunningService;

  beforeAll(async () => {
    rig = await GatewayRig.create();
    gateway = await rig.start();
    rig.answer(listBudgetsV2, () => ({ budgets: [budget(1)], installation_daily_micros: null }));
    rig.answer(setBudgetV2, ({ expected_revision }) => budget((expected_revision ?? 0) + 1));
    rig.answer(removeBudgetV2, () => ({ success: true }));
    rig.answer(getUsageTotalsV2, () => ({ from: AT, to: AT, totals: [] }));
    rig.answer(listPrices, () => ({ prices: [] }));
    rig.answer(setPrice, (price) => ({ ...price, version: 'prc_a' }));
    rig.answer(repriceLedger, () => ({ corrected: 2, delta_micros: -5, unknown: 0 }));
    rig.answer(listModelCalls, () => ({ calls: [], next_cursor: null }));
  });
  afterAll(() => rig.stop());

  const url = (path: string): string => `${gateway.url}/api/${path}`;

  it('are made, changed from the revision that was read, and ended', async () => {
    const bearer = rig.session('admin');
    const made = await send(url('budgets'), { body: FIGURES, bearer });
    expect([made.status, made.headers.get('etag')]).toEqual([201, '"1"']);
    expect(made.json()).toMatchObject({ budget_id: BUDGET, revision: 1 });
    const change = { method: 'PUT', body: FIGURES, bearer, headers: { 'if-match': '"1"' } };
    const changed = await send(url(`budgets/${BUDGET}`), change);
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"2"']);
    expect(rig.askedOf(setBudgetV2).at(-1)?.request).toEqual({ ...FIGURES, budget_id: BUDGET, expected_revision: 1 });
    const end = { method: 'DELETE', bearer, headers: { 'if-match': '*' } };
    expect((await send(url(`budgets/${BUDGET}`), end)).json()).toEqual({ success: true });
    expect(rig.askedOf(removeBudgetV2).at(-1)?.request).toEqual({ budget_id: BUDGET });
  });

  it.each([
    ['without the revision it was read in', {}, 428, 'precondition-required'],
    ['from what is no revision', { 'if-match': 'W/"x"' }, 400, 'invalid-if-match'],
  ])('are not changed %s', async (_name, headers, status, code) => {
    const bearer = rig.session('admin');
    const answer = await send(url(`budgets/${BUDGET}`), { method: 'PUT', body: FIGURES, bearer, headers });
    expect([answer.status, answer.json()['code']]).toEqual([status, code]);
  });

  it('are never negative', async () => {
    const body = { ...FIGURES, limit_micros: -1 };
    const answer = await send(url('budgets'), { body, bearer: rig.session('admin') });
    expect([answer.status, answer.json()['code']]).toEqual([400, 'validation-failed']);
    expect(answer.json<{ errors: unknown }>().errors).toMatchObject([{ pointer: '/limit_micros' }]);
  });

  it('are shown to viewers, set by admins, and approved by approvers, each in their own tenant', async () => {
    const viewer = rig.session('viewer', { tenantId: 'ten_other' });
    expect((await send(url('budgets'), { bearer: viewer })).json()).toMatchObject({ budgets: [{ revision: 1 }] });
    expect(rig.askedOf(listBudgetsV2).at(-1)?.caller.tenant_id).toBe('ten_other');
    expect((await send(url('budgets'), { body: FIGURES, bearer: rig.session('approver') })).status).toBe(403);
    const account = { scope_id: 'ten_default', window_start: null, spent_micros: 1, reserved_micros: 0 };
    rig.answer(approveSpending, () => ({ ...account, approved_micros: 7, running: 0 }));
    const body = { scope_id: 'ten_default', up_to_micros: 7 };
    const approved = await send(url(`budgets/${BUDGET}/approve`), { body, bearer: rig.session('approver') });
    expect(approved.json()).toMatchObject({ approved_micros: 7 });
    expect((await send(url(`budgets/${BUDGET}/approve`), { body, bearer: rig.session('operator') })).status).toBe(403);
    expect((await send(url('budgets/nonsense/approve'), { body, bearer: rig.session('admin') })).status).toBe(404);
  });

  it('usage is totalled by dimensions, in the tenant of who asks', async () => {
    const bearer = rig.session('viewer', { tenantId: 'ten_other' });
    await send(url('usage?group_by=tier,model&limit=3'), { bearer });
    const { request, caller } = rig.askedOf(getUsageTotalsV2).at(-1) ?? {};
    expect([request, caller?.tenant_id]).toEqual([{ group_by: ['tier', 'model'], limit: 3 }, 'ten_other']);
    expect((await send(url('usage?group_by=a;b'), { bearer })).status).toBe(400);
    for (const path of ['usage/ledger', 'usage/export']) expect((await send(url(path), { bearer })).status).toBe(403);
    const reprice = await send(url('usage/reprice'), { body: {}, bearer: rig.session('admin') });
    expect(reprice.json()).toEqual({ corrected: 2, delta_micros: -5, unknown: 0 });
  });

  it('the ledger leaves page by page as CSV or lines of JSON; an unknown cost is no 0', async () => {
    const bearer = rig.session('admin');
    let pages = 0;
    rig.answer(readLedgerV2, ({ cursor }) => {
      pages += 1;
      const entries = Array.from({ length: 500 }, (_, n) => ({ ...ENTRY, entry_id: `${cursor ?? 0}.${n}` }));
      return { entries, next_cursor: pages % 40 === 0 ? null : String(pages) };
    });
    const csv = (await send(url('usage/export?format=csv'), { bearer })).text.split('\r\n');
    expect(csv).toHaveLength(40 * 500 + 2);
    const [heading = '', line = ''] = csv;
    expect(line.split(',').slice(0, 5)).toEqual(['0.0', AT, 'request', '', CALL]);
    expect(line).toContain(`,'=1+1,2,"a ""quoted"", one",`);
    expect(line).toMatch(/,unknown,0,$/);
    expect(heading.split(',')).toHaveLength(Object.keys(ENTRY).length);
    const jsonl = (await send(url('usage/export'), { bearer })).text.trimEnd().split('\n');
    expect(jsonl).toHaveLength(40 * 500);
    expect(JSON.parse(jsonl[0] ?? '')).toMatchObject({ cost_micros: null, tier: 'small' });
    expect(pages).toBe(80);
  });

  it('the export stops reading when nobody takes what was read', async () => {
    const pages = { ten_gone: 0, ten_here: 0 };
    rig.answer(readLedgerV2, (_request, { tenant_id }) => {
      const tenant = tenant_id as keyof typeof pages;
      pages[tenant] += 1;
      const entries = Array.from({ length: 500 }, () => ENTRY);
      return { entries, next_cursor: pages[tenant] >= (tenant === 'ten_gone' ? 4_000 : 40) ? null : 'more' };
    });
    const { secret } = rig.session('admin', { tenantId: 'ten_gone' });
    const leaving = new AbortController();
    const headers = { authorization: `Bearer ${secret}` };
    const answer = await fetch(url('usage/export'), { headers, signal: leaving.signal });
    const reader = answer.body?.getReader();
    await reader?.read();
    leaving.abort();
    await reader?.read().catch(() => undefined);
    const read = pages.ten_gone;
    await send(url('usage/export'), { bearer: rig.session('admin', { tenantId: 'ten_here' }) });
    // One page may have been on its way.
    expect(pages.ten_gone).toBeLessThanOrEqual(read + 1);
    expect([pages.ten_here, read < 40]).toEqual([40, true]);
  });

  it('prices and calls are asked for as they are', async () => {
    const bearer = rig.session('admin');
    const price = { provider: '*', model: 'gpt-4o', valid_from: AT, input_micros: 1, output_micros: 2 };
    const set = await send(url('prices'), { body: price, bearer });
    expect([set.status, set.json()]).toEqual([201, { ...price, version: 'prc_a' }]);
    expect((await send(url('prices'), { body: { ...price, input_micros: -1 }, bearer })).status).toBe(400);
    expect((await send(url('prices'), { bearer: rig.session('viewer') })).json()).toEqual({ prices: [] });
    await send(url('model-calls?state=outcome_unknown&doubtful=true&limit=7'), { bearer: rig.session('operator') });
    expect(rig.askedOf(listModelCalls).at(-1)?.request).toEqual({ state: 'outcome_unknown', doubtful: true, limit: 7 });
    expect((await send(url('model-calls?state=lost'), { bearer })).status).toBe(400);
    expect((await send(url('model-calls'), { bearer: rig.session('viewer') })).status).toBe(403);
    const resolved = { call_id: CALL, resolution: 'repeat', resolved_by: 'usr_approver', resolved_at: AT };
    rig.answer(resolveModelCall, () => resolved);
    const decision = { resolution: 'repeat', reason: 'It was only a draft.' };
    const asked = await send(url(`model-calls/${CALL}/resolve`), { body: decision, bearer: rig.session('approver') });
    expect(asked.json()).toEqual(resolved);
    const silent = { body: { resolution: 'repeat' }, bearer: rig.session('approver') };
    expect((await send(url(`model-calls/${CALL}/resolve`), silent)).status).toBe(400);
  });

  it('a route is explained to operators', async () => {
    const complexity = { score: 0.1, tier: 'small', parts: [{ name: 'input', value: 0.1, weight: 1 }] };
    const nothing = { candidates: [], left_out: [], is_canary: false, shadow: null };
    const reply = {
      asked: 'default',
      route: 'default',
      assignment: null,
      strategy: 'priority',
      complexity,
      ...nothing,
    };
    rig.answer(explainRoute, () => reply);
    const body = { route: 'default', turns: [{ role: 'user', parts: [{ type: 'text', text: 'Hello' }] }] };
    const answer = await send(url('routes/explain'), { body, bearer: rig.session('operator') });
    expect([answer.status, answer.json()]).toEqual([200, reply]);
    expect((await send(url('routes/explain'), { body, bearer: rig.session('viewer') })).status).toBe(403);
  });
});

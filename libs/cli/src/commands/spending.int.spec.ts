import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { CliRig } from '../cli-rig.fixture';

const RATES = { requests_per_minute: null, tokens_per_minute: null, max_concurrent: null };
const BUDGET = { budget_id: 'bud_a', name: 'a day', scope_kind: 'tenant', scope_id: '*', period: 'day', revision: 3 };
const TOKENS = { input_tokens: 10, cache_write_tokens: 1, cache_read_tokens: 2, output_tokens: 3, reasoning_tokens: 4 };
const TOTAL = { ...TOKENS, calls: 1, requests: 1, cache_hits: 0, saved_micros: 0, attempts: 1, repeated_attempts: 0 };

describe('spending at the command line', () => {
  let rig: CliRig;
  beforeEach(() => {
    rig = new CliRig();
  });
  afterEach(() => rig.remove());

  const lastBody = (): unknown => rig.requests.at(-1)?.body;

  it('budgets are listed with what their accounts spent and hold', async () => {
    const account = { scope_id: 'ten_a', spent_micros: 1_250_000, reserved_micros: 5, approved_micros: 0, running: 1 };
    rig.answer('GET /api/budgets', () => ({
      budgets: [
        { ...BUDGET, ...RATES, limit_micros: 9_000_000, accounts: [account] },
        { ...BUDGET, ...RATES, limit_micros: null, requests_per_minute: 7, accounts: [] },
      ],
    }));
    const { stdout } = await rig.run(['budget', 'list']);
    expect(stdout).toMatch(/^bud_a +a day +tenant \* +day +\$9\.000000 +ten_a +\$1\.250000 +\$0\.000005 +3$/m);
    expect(stdout).toContain('7 requests');
  });

  it('a budget is made in dollars, exactly, and changed from the revision that was read', async () => {
    rig.answer('POST /api/budgets', () => ({ ...BUDGET, revision: 1 }));
    const made = await rig.run(['budget', 'set', 'agent', 'developer', '--dollars', '12.345678', '--warn', '80']);
    expect(made.stdout).toBe('Budget bud_a holds (revision 1).\n');
    const scope = { scope_kind: 'agent', scope_id: 'developer', period: 'month' };
    expect(lastBody()).toEqual({ name: 'agent per month', ...scope, limit_micros: 12_345_678, warn_percent: 80 });
    let match: string | null = null;
    rig.answer('PUT /api/budgets/bud_a', ({ headers }) => {
      match = headers.get('if-match');
      return { ...BUDGET, revision: 4 };
    });
    const change = ['budget', 'set', 'tenant', '--requests', '5', '--id', 'bud_a', '--revision', '3'];
    expect((await rig.run(change)).code).toBe(0);
    expect([match, lastBody()]).toEqual(['"3"', expect.objectContaining({ period: 'minute', requests_per_minute: 5 })]);
    rig.answer('DELETE /api/budgets/bud_a', () => ({ success: true }));
    expect((await rig.run(['budget', 'remove', 'bud_a', '--revision', '4'])).stdout).toContain('is ended');
    rig.answer('POST /api/budgets/bud_a/approve', () => ({ scope_id: 'ten_a', approved_micros: 9, spent_micros: 1 }));
    const approved = await rig.run(['budget', 'approve', 'bud_a', 'ten_a', '--up-to', '0.000009']);
    expect(approved.stdout).toBe('ten_a may spend up to $0.000009; spent $0.000001.\n');
  });

  it.each([
    [['budget', 'set', 'tenant', '--dollars', '-1']],
    [['budget', 'set', 'planet', '--dollars', '1']],
    [['budget', 'set', 'tenant', '--dollars', '1', '--id', 'bud_a']],
    [['budget', 'remove', 'bud_a']],
    [['budget', 'approve', 'bud_a', 'ten_a']],
    [['usage', '--from', 'yesterday']],
    [['usage', 'export']],
    [['price', 'set', 'gpt-4o', '--from', '2026-01-01']],
    [['call', 'resolve', 'call_a', 'repeat']],
  ])('%j is refused before anything is asked', async (args) => {
    expect((await rig.run(args)).code).toBe(2);
    expect(rig.requests).toEqual([]);
  });

  it('usage is shown by dimensions; what nobody knows is unknown, never 0', async () => {
    const span = { from: 'a', to: 'b' };
    const totals = [
      { ...TOTAL, dimensions: { tier: 'small' }, cost_micros: 1_500, unknown_costs: 0 },
      { ...TOTAL, dimensions: { tier: 'large' }, cost_micros: 7, unknown_costs: 2 },
      { ...TOTAL, dimensions: { tier: null }, cost_micros: null, unknown_costs: 1 },
    ];
    rig.answer('GET /api/usage', () => ({ ...span, totals }));
    const { stdout } = await rig.run(['usage', '--by', 'tier', '--from', '2026-11-01']);
    expect(rig.requests[0]?.path).toBe('/api/usage?from=2026-11-01T00%3A00%3A00.000Z&group_by=tier');
    expect(stdout).toMatch(/^small +1 +11 +2 +7 +\$0\.001500 /m);
    expect(stdout).toMatch(/^large .*\$0\.000007 and 2 unknown /m);
    expect(stdout).toMatch(/^- +1 +11 +2 +7 +unknown /m);
  });

  it('the ledger is saved as it comes, and priced again', async () => {
    const bytes = 'entry_id\r\ne1\r\n';
    const headers = { 'content-type': 'application/octet-stream' };
    rig.answer('GET /api/usage/export', () => new Response(bytes, { headers }));
    const out = join(rig.home, 'ledger.csv');
    const { stdout } = await rig.run(['usage', 'export', '--format', 'csv', '--out', out]);
    expect(stdout).toBe(`14 bytes in ${out}\n`);
    expect(readFileSync(out, 'utf8')).toBe(bytes);
    rig.answer('POST /api/usage/reprice', () => ({ corrected: 2, delta_micros: -2_300, unknown: 1 }));
    const priced = await rig.run(['usage', 'reprice', '--model', 'gpt-4o']);
    expect(priced.stdout).toBe('2 entries corrected by -$0.002300 in all; 1 stay unknown.\n');
    expect(lastBody()).toEqual({ model: 'gpt-4o' });
  });

  it('prices are set from an instant on, and listed', async () => {
    const price = { model: 'gpt-4o', provider: '*', valid_from: '2026-12-01T00:00:00.000Z' };
    const micros = { input_micros: 2_500_000, output_micros: 10_000_000 };
    rig.answer('POST /api/prices', () => ({ ...price, ...micros, version: 'prc_a' }));
    const args = ['price', 'set', 'gpt-4o', '--from', '2026-12-01', '--input', '2.5', '--output', '10'];
    expect((await rig.run(args)).stdout).toContain('(prc_a)');
    expect(lastBody()).toEqual({ ...price, ...micros });
    rig.answer('GET /api/prices', () => ({ prices: [{ ...price, ...micros, version: 'prc_a' }] }));
    expect((await rig.run(['price', 'list'])).stdout).toMatch(/^gpt-4o +\* +2026-12-01\S+ +\$2\.500000 .*as input/m);
  });

  it('calls of unknown outcome are listed and decided about', async () => {
    const call = { call_id: 'call_a', state: 'outcome_unknown', needs_decision: true, model: null, tier: 'large' };
    const rest = { cost_micros: null, created_at: 'noon', idempotency_key: 'wf_a/plan/1/1' };
    rig.answer('GET /api/model-calls', () => ({ calls: [{ ...call, ...rest }], next_cursor: 'next' }));
    const { stdout } = await rig.run(['call', 'list', '--state', 'outcome_unknown', '--doubtful']);
    expect(rig.requests[0]?.path).toBe('/api/model-calls?state=outcome_unknown&doubtful=true');
    expect(stdout).toMatch(/^call_a +outcome_unknown \(decide\) +- +large +unknown +noon +wf_a\/plan\/1\/1$/m);
    expect(stdout).toContain('More: --cursor next');
    const resolved = { call_id: 'call_a', resolution: 'repeat', resolved_by: 'usr_a', resolved_at: 'one' };
    rig.answer('POST /api/model-calls/call_a/resolve', () => resolved);
    const decided = await rig.run(['call', 'resolve', 'call_a', 'repeat', '--reason', 'A draft.']);
    expect(decided.stdout).toBe('Call call_a: repeat, since one.\n');
    expect(lastBody()).toEqual({ resolution: 'repeat', reason: 'A draft.' });
  });

  it('a route is explained for a text or a request as JSON', async () => {
    const parts = [{ name: 'input', value: 0.5, weight: 0.25 }];
    const candidate = { provider: 'openai', model: 'gpt-4o', simulated: false, most_micros: null, price_version: null };
    rig.answer('POST /api/routes/explain', () => ({
      asked: 'default',
      route: 'cheap',
      assignment: 'any route of agent a goes to cheap',
      strategy: 'complexity',
      complexity: { score: 0.125, tier: 'small', parts },
      candidates: [candidate],
      left_out: [{ provider: 'x', model: 'y', reasons: ['cannot take images', 'is not run in eu'] }],
      is_canary: false,
      shadow: { ...candidate, model: 'other' },
    }));
    const { stdout } = await rig.run(['routes', 'explain', '-'], { input: 'Name a plant.' });
    const turns = [{ role: 'user', parts: [{ type: 'text', text: 'Name a plant.' }] }];
    expect(lastBody()).toEqual({ route: 'default', turns });
    expect(stdout).toContain('default goes the route cheap by complexity.\nAssigned: any route of agent a');
    expect(stdout).toMatch(/^input +0\.5 +0\.25 +0\.125$/m);
    expect(stdout).toMatch(/^1\. +openai\/gpt-4o +unknown +-$/m);
    expect(stdout).toContain('not x/y: cannot take images and is not run in eu');
    expect(stdout).toContain('besides, for comparison: openai/other');
    const json = JSON.stringify({ route: 'hard', turns, max_output_tokens: 9 });
    await rig.run(['routes', 'explain', '-', '--route', 'mine'], { input: json });
    expect(lastBody()).toEqual({ route: 'mine', turns, max_output_tokens: 9 });
    expect((await rig.run(['routes', 'explain', '-'], { input: '{' })).code).toBe(2);
  });
});

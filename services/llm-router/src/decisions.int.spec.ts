import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { connect, nkeyAuthenticator } from 'nats';
import type { NatsConnection } from 'nats';

import type { RunningService } from '@botarmy/chassis';
import type { Caller, CompleteModelCallV2Request, ModelCallView } from '@botarmy/contracts';
import {
  createId,
  explainRoute,
  getUsageTotalsV2,
  listModelCalls,
  listPrices,
  modelCallResolved,
  modelCallSettledV2,
  readLedgerV2,
  repriceLedger,
  resolveModelCall,
  setBudgetV2,
  setPrice,
  subjectOf,
} from '@botarmy/contracts';
import { waitFor } from '@botarmy/testing';

import { ShadowCalls } from './calls/shadow-calls';
import { createRouterRig, RUNNER } from './router.fixture';
import type { RouterRig } from './router.fixture';
import { startUnmarkedProxy } from './unmarked-proxy.fixture';
import type { UnmarkedProxy } from './unmarked-proxy.fixture';

const USAGE = { input_tokens: 1_000, output_tokens: 100 };
const MINI = { provider: 'openai', model: 'gpt-6-luna' };
const BIG = { provider: 'openai', model: 'gpt-4o' };
const UNPRICED = { provider: 'openai', model: 'mystery' };
const ROUTES = {
  routes: {
    hard: {
      strategy: 'complexity',
      choices: [
        { ...MINI, tier: 'small' },
        { ...BIG, tier: 'large' },
      ],
    },
    compared: { choices: [BIG], shadow: { ...MINI, share: 1 } },
    free: [UNPRICED],
  },
  models: [{ model: 'mystery', max_output_tokens: 1_000 }],
};

describe('decisions of the router', () => {
  let rig: RouterRig;
  let proxy: UnmarkedProxy;
  let router: RunningService;
  let folder: string;
  let bus: NatsConnection;

  beforeAll(async () => {
    rig = await createRouterRig();
    folder = await mkdtemp(join(tmpdir(), 'botarmy-routes-'));
    const file = join(folder, 'routes.json');
    await writeFile(file, JSON.stringify(ROUTES));
    const seed = new TextEncoder().encode(rig.broker.seedOf('orchestrator'));
    const authenticator = nkeyAuthenticator(seed);
    bus = await connect({ servers: rig.broker.url, authenticator, inboxPrefix: '_INBOX_orchestrator' });
    proxy = await startUnmarkedProxy(rig.simulator.url);
    const own = { OPENAI_API_KEY: 'any', OPENAI_BASE_URL: `${proxy.url}/v1`, MODEL_ROUTES_FILE: file };
    router = await rig.start({ ...own, ROUTE_ROUNDS: '1', CALL_LEASE_MS: '2000' });
  });
  afterAll(async () => {
    await bus.close();
    await rig.stop();
    await proxy.close();
    await rm(folder, { recursive: true });
  });
  beforeEach(async () => {
    await rig.simulator.clear();
    await rig.simulator.script({ match: {}, script: { usage: USAGE } });
  });

  const tenant = (): Caller => ({ ...RUNNER, tenant_id: createId('ten') });

  function question(changes: Partial<CompleteModelCallV2Request> = {}): CompleteModelCallV2Request {
    return {
      idempotency_key: createId('wf'),
      route: 'hard',
      scope: {},
      turns: [{ role: 'user', parts: [{ type: 'text', text: 'Name a plant.' }] }],
      max_output_tokens: 300,
      timeout_ms: 15_000,
      ...changes,
    };
  }

  async function callOf(request: CompleteModelCallV2Request, caller: Caller): Promise<ModelCallView> {
    const { calls } = await rig.asker.ask(listModelCalls, {}, caller);
    const found = calls.find(({ idempotency_key }) => idempotency_key === request.idempotency_key);
    if (found === undefined) throw new Error('the call is not listed');
    return found;
  }

  /** The last news under a subject; undefined when there never was one. */
  async function newsUnder(subject: string): Promise<Record<string, unknown> | undefined> {
    const manager = await bus.jetstreamManager({ checkAPI: false });
    const message = await manager.streams.getMessage('EVENTS', { last_by_subj: subject }).catch(() => undefined);
    return message?.json<Record<string, unknown>>();
  }

  async function settledNewsOf({ call_id }: { call_id: string }, { tenant_id }: Caller): Promise<unknown> {
    const subject = subjectOf(modelCallSettledV2 as never, tenant_id, call_id);
    return waitFor(() => newsUnder(subject), { describe: 'the news of a settled call' });
  }

  it('are explained without asking a model: score, order, and who cannot', async () => {
    const caller = tenant();
    const { idempotency_key: _key, timeout_ms: _time, ...easy } = question();
    const explained = await rig.asker.ask(explainRoute, easy, caller);
    expect(explained).toMatchObject({
      asked: 'hard',
      route: 'hard',
      strategy: 'complexity',
      complexity: { tier: 'small' },
      left_out: [],
      is_canary: false,
      shadow: null,
    });
    expect(explained.candidates.map(({ model }) => model)).toEqual(['gpt-6-luna', 'gpt-4o']);
    for (const { most_micros } of explained.candidates) expect(most_micros).toBeGreaterThan(0);
    const score = explained.complexity.parts.reduce((sum, { value, weight }) => sum + value * weight, 0);
    expect(explained.complexity.score).toBeCloseTo(score, 3);
    const failing = { ...easy, routing: { task_kind: 'design', earlier_failures: 2 }, seed: 7 };
    const other = await rig.asker.ask(explainRoute, failing, caller);
    expect(other).toMatchObject({ complexity: { tier: 'large' }, candidates: [{ model: 'gpt-4o' }] });
    expect(other.left_out).toEqual([{ ...MINI, reasons: [expect.stringContaining('seed')] }]);
    const impossible = { ...easy, routing: { data_labels: ['secret'] } };
    await expect(rig.asker.ask(explainRoute, impossible, caller)).resolves.toMatchObject({ candidates: [] });
    await expect(rig.asker.ask(explainRoute, { ...easy, route: 'none' }, caller)).rejects.toMatchObject({
      code: 'unknown-route',
    });
    await expect(rig.simulator.calls()).resolves.toEqual([]);
  });

  it('stand on the record of a call, and usage is added up by tier', async () => {
    const caller = tenant();
    const scope = { workflow_id: createId('wf'), task_id: 'plan', agent_id: 'planner' };
    const first = question({ scope: { ...scope, attempt: 1 } });
    const second = question({ scope: { ...scope, attempt: 2 }, routing: { task_kind: 'design', earlier_failures: 2 } });
    await rig.askV2(first, {}, caller);
    await rig.askV2(second, {}, caller);
    await expect(callOf(first, caller)).resolves.toMatchObject({
      state: 'done',
      tier: 'small',
      decision: { route: 'hard', strategy: 'complexity', candidates: ['openai/gpt-6-luna', 'openai/gpt-4o'] },
    });
    const { totals } = await rig.asker.ask(getUsageTotalsV2, { group_by: ['tier'] }, caller);
    const byTier = new Map(totals.map((total) => [total.dimensions['tier'], total]));
    expect(byTier.get('small')).toMatchObject({ calls: 1, attempts: 1, repeated_attempts: 1, cost_micros: 150 });
    expect(byTier.get('large')).toMatchObject({ calls: 1, attempts: 1, repeated_attempts: 0, cost_micros: 3_500 });
  });

  it('have a model asked besides whose answer nobody gets and no workflow pays', async () => {
    const caller = tenant();
    await rig.simulator.script(
      { match: {}, times: 1, script: { usage: USAGE, text: 'the answer' } },
      { match: {}, script: { usage: USAGE, text: 'the other answer', latency_ms: 1_500 } },
    );
    const request = question({ route: 'compared', scope: { workflow_id: createId('wf'), task_id: 't' } });
    const startedMs = performance.now();
    await expect(rig.askV2(request, {}, caller)).resolves.toMatchObject({ text: 'the answer' });
    // Nobody waits for it.
    expect(performance.now() - startedMs).toBeLessThan(1_500);
    await router.app.get(ShadowCalls).settled();
    const shadow = await rig.rowOf({ idempotency_key: `${request.idempotency_key}~shadow` });
    expect(shadow).toMatchObject({ status: 'completed', answer: 'the other answer' });
    const { entries } = await rig.asker.ask(readLedgerV2, {}, caller);
    expect(entries.map(({ model, is_shadow, cost_micros }) => [model, is_shadow, cost_micros])).toEqual([
      ['gpt-4o', false, 3_500],
      ['gpt-6-luna', true, 150],
    ]);
    // A repetition gets the recorded answer and has nobody asked again.
    await expect(rig.askV2(request, {}, caller)).resolves.toMatchObject({ text: 'the answer', replayed: true });
    await router.app.get(ShadowCalls).settled();
    await expect(rig.simulator.calls()).resolves.toHaveLength(2);
    // News leave in order: that of a later call is there, that of the shadow is not.
    const next = await rig.askV2(question({ route: 'hard' }), {}, caller);
    await settledNewsOf(next, caller);
    await expect(newsUnder(subjectOf(modelCallSettledV2 as never, caller.tenant_id, shadow.call_id))).resolves.toBe(
      undefined,
    );
  });

  it('leave the model besides out where the budget does not admit it', async () => {
    const caller = tenant();
    const limit = {
      name: 'one',
      scope_kind: 'tenant',
      scope_id: '*',
      period: 'minute',
      requests_per_minute: 1,
    } as const;
    await rig.asker.ask(setBudgetV2, limit, caller);
    await expect(rig.askV2(question({ route: 'compared' }), {}, caller)).resolves.toMatchObject({ replayed: false });
    await router.app.get(ShadowCalls).settled();
    await expect(rig.simulator.calls()).resolves.toHaveLength(1);
  });

  it('about a call of unknown outcome are a person’s where it has effects; other words keep its key', async () => {
    const caller = tenant();
    const request = question({ has_side_effects: true });
    await rig.askV2(request, {}, caller);
    // As if its owner had vanished before it could report.
    await rig.database.query(
      `UPDATE llm_router.model_call SET status = 'reserved', heartbeat_at = now() - interval '1 hour',
         provider_requests = '[{"provider": "openai", "model": "m", "simulated": false, "outcome": "in-flight", "claim": 1}]'
       WHERE idempotency_key = $1`,
      [request.idempotency_key],
    );
    const unknown = await rig.asker.ask(listModelCalls, { state: 'outcome_unknown' }, caller);
    expect(unknown.calls).toMatchObject([{ idempotency_key: request.idempotency_key, cost_micros: null }]);
    const reworded = { ...request, turns: [{ role: 'user', parts: [{ type: 'text', text: 'A plant, please.' }] }] };
    const again = reworded as CompleteModelCallV2Request;
    const call = await callOf(request, caller);
    const { call_id } = call;
    await expect(rig.askV2(again, {}, caller)).rejects.toMatchObject({ status: 409, code: 'outcome-unknown' });
    await expect(callOf(request, caller)).resolves.toMatchObject({ needs_decision: true, doubtful_requests: 1 });
    const reason = 'The order did not arrive.';
    const lost = { call_id, resolution: 'accept-as-lost', reason } as const;
    await expect(rig.asker.ask(resolveModelCall, lost, caller)).resolves.toMatchObject({ resolved_by: RUNNER.user_id });
    await expect(rig.askV2(again, {}, caller)).rejects.toMatchObject({ code: 'outcome-unknown' });
    await rig.asker.ask(resolveModelCall, { ...lost, resolution: 'repeat' }, caller);
    await expect(rig.askV2(again, {}, caller)).resolves.toMatchObject({ call_id, replayed: false });
    const doubtful = await rig.asker.ask(listModelCalls, { doubtful: true }, caller);
    expect(doubtful.calls).toMatchObject([{ call_id, state: 'done', doubtful_requests: 1, cost_micros: null }]);
    await expect(rig.asker.ask(resolveModelCall, lost, caller)).rejects.toMatchObject({ code: 'model-call-settled' });
    const foreign = tenant();
    await expect(rig.asker.ask(resolveModelCall, lost, foreign)).rejects.toMatchObject({ status: 404 });
    await expect(rig.asker.ask(listModelCalls, {}, foreign)).resolves.toEqual({ calls: [], next_cursor: null });
    const subject = subjectOf(modelCallResolved as never, caller.tenant_id, call_id);
    const told = await waitFor(() => newsUnder(subject), { describe: 'the decision to be announced' });
    expect(told).toMatchObject({ call_id, resolution: expect.any(String), resolved_by: RUNNER.user_id, reason });
  });

  it('name the time a claim ends to whoever does not wait', async () => {
    const caller = tenant();
    await rig.simulator.script({ match: {}, script: { usage: USAGE, latency_ms: 800 } });
    const request = question({ on_in_progress: 'refuse' });
    const running = rig.askV2(request, {}, caller);
    await rig.simulator.ended('running');
    const [refused] = await Promise.allSettled([rig.askV2(request, {}, caller)]);
    expect(refused).toMatchObject({ status: 'rejected', reason: { status: 409, code: 'call-in-progress' } });
    const { calls } = await rig.asker.ask(listModelCalls, { state: 'claimed' }, caller);
    expect(Date.parse(calls[0]?.claim_ends_at ?? '')).toBeGreaterThan(Date.parse(calls[0]?.created_at ?? ''));
    await running;
  });

  it('go by the tenant’s own prices from their day on, and past ones can be priced again', async () => {
    const [caller, other] = [tenant(), tenant()];
    const request = (): CompleteModelCallV2Request => question({ route: 'openai/gpt-4o' });
    await rig.askV2(request(), {}, caller);
    const price = { ...BIG, valid_from: '2026-01-01T00:00:00.000Z', input_micros: 1_000_000, output_micros: 2_000_000 };
    const set = await rig.asker.ask(setPrice, price, caller);
    await expect(rig.asker.ask(setPrice, price, caller)).rejects.toMatchObject({ status: 409, code: 'price-exists' });
    const later = { ...price, valid_from: '2999-01-01T00:00:00.000Z', input_micros: 9 };
    await rig.asker.ask(setPrice, later, caller);
    await expect(rig.asker.ask(listPrices, {}, caller)).resolves.toMatchObject({ prices: [price, later] });
    await expect(rig.asker.ask(listPrices, {}, other)).resolves.toEqual({ prices: [] });
    const own = await rig.askV2(request(), {}, caller);
    const others = await rig.askV2(request(), {}, other);
    expect([own.usage.cost_micros, others.usage.cost_micros]).toEqual([1_200, 3_500]);
    const { entries } = await rig.asker.ask(readLedgerV2, {}, caller);
    expect(entries.map((entry) => entry.price_version)).toEqual(['list-2026-11-23', set.version]);
    await expect(rig.asker.ask(repriceLedger, {}, caller)).resolves.toEqual({
      corrected: 1,
      delta_micros: 1_200 - 3_500,
      unknown: 0,
    });
    const { totals } = await rig.asker.ask(getUsageTotalsV2, {}, caller);
    expect(totals).toMatchObject([{ cost_micros: 2_400, unknown_costs: 0 }]);
  });

  it('say of an unknown price that it is unknown, never 0, until somebody sets it', async () => {
    const caller = tenant();
    const scope = { workflow_id: createId('wf'), task_id: 't', attempt: 1, agent_id: 'a' };
    const request = question({ route: 'free', scope });
    await expect(rig.askV2(request, {}, caller)).resolves.toMatchObject({ usage: { cost_micros: null } });
    await expect(callOf(request, caller)).resolves.toMatchObject({ cost_micros: null });
    const total = { calls: 1, cost_micros: null, unknown_costs: 1 };
    await expect(rig.asker.ask(getUsageTotalsV2, {}, caller)).resolves.toMatchObject({ totals: [total] });
    const { call_id } = await callOf(request, caller);
    await expect(settledNewsOf({ call_id }, caller)).resolves.toMatchObject({ usage: { cost_micros: null } });
    const price = { ...UNPRICED, valid_from: '2026-01-01T00:00:00.000Z', input_micros: 1_000_000, output_micros: 0 };
    await rig.asker.ask(setPrice, price, caller);
    await rig.asker.ask(repriceLedger, {}, caller);
    const known = { cost_micros: 1_000, unknown_costs: 0 };
    await expect(rig.asker.ask(getUsageTotalsV2, {}, caller)).resolves.toMatchObject({ totals: [known] });
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { connect, nkeyAuthenticator } from 'nats';

import type { RunningService } from '@botarmy/chassis';
import type { BudgetView, Caller, CompleteModelCallV2Request, SetBudgetRequest } from '@botarmy/contracts';
import { approveSpending, budgetThresholdReached, createId, setBudget, subjectOf } from '@botarmy/contracts';
import { waitFor } from '@botarmy/testing';

import { AnnounceThresholds } from './budgets/announce-thresholds';
import { callRequest, createRouterRig, RUNNER } from './router.fixture';
import type { RouterRig } from './router.fixture';
import { startUnmarkedProxy } from './unmarked-proxy.fixture';
import type { UnmarkedProxy } from './unmarked-proxy.fixture';

/** Millionths of a dollar per token of gpt-4o. */
const [INPUT, OUTPUT] = [2.5, 10];
const USAGE = { input_tokens: 1_000, output_tokens: 250 };
const COST_MICROS = 5_000;

describe('what a call may spend', () => {
  let rig: RouterRig;
  let proxy: UnmarkedProxy;
  let router: RunningService;
  let folder: string;

  beforeAll(async () => {
    rig = await createRouterRig();
    folder = await mkdtemp(join(tmpdir(), 'botarmy-routes-'));
    const file = join(folder, 'routes.json');
    const cheap = [{ provider: 'openai', model: 'gpt-6-luna' }];
    const plain = [{ provider: 'openai', model: 'gpt-4o' }];
    await writeFile(file, JSON.stringify({ routes: { cheap, plain } }));
    proxy = await startUnmarkedProxy(rig.simulator.url);
    router = await rig.start({
      OPENAI_API_KEY: 'any',
      OPENAI_BASE_URL: `${proxy.url}/v1`,
      ROUTE_ROUNDS: '1',
      MODEL_ROUTES_FILE: file,
    });
  });
  afterAll(async () => {
    await rig.stop();
    await proxy.close();
    await rm(folder, { recursive: true });
  });
  beforeEach(() => rig.simulator.clear());

  const tenant = (): Caller => ({ ...RUNNER, tenant_id: createId('ten') });

  function question(changes: Partial<CompleteModelCallV2Request> = {}): CompleteModelCallV2Request {
    return {
      idempotency_key: createId('wf'),
      route: 'openai/gpt-4o',
      scope: {},
      turns: [{ role: 'user', parts: [{ type: 'text', text: 'Go on until somebody stops you.' }] }],
      max_output_tokens: 300,
      timeout_ms: 15_000,
      ...changes,
    };
  }

  function define(caller: Caller, budget: Partial<SetBudgetRequest>): Promise<BudgetView> {
    const whole = { name: 'a day', scope_kind: 'tenant', scope_id: '*', period: 'day', ...budget } as const;
    return rig.asker.ask(setBudget, whole, caller);
  }

  async function spentBy({ tenant_id }: Caller): Promise<{ reserved: number; spent: number }> {
    const [row] = await rig.database.query<{ reserved_micros: string; spent_micros: string }>(
      'SELECT * FROM llm_router.budget_account WHERE tenant_id = $1',
      [tenant_id],
    );
    return { reserved: Number(row?.reserved_micros), spent: Number(row?.spent_micros) };
  }

  it.each(['reset', 'fail'] as const)('an endless stream is cut within one chunk and settled (%s)', async (policy) => {
    const caller = tenant();
    await define(caller, { limit_micros: 1_000_000 });
    await rig.simulator.script({ match: {}, script: { fault: { kind: 'endless' } } });
    const request = question({ on_broken_stream: policy });
    const pieces: string[] = [];
    const refusal = rig.askV2(request, { onDelta: (text) => pieces.push(text) }, caller);
    await expect(refusal).rejects.toMatchObject(
      policy === 'reset'
        ? { status: 402, code: 'reservation-used-up' }
        : { status: 502, code: 'provider-stream-failed' },
    );
    // The connection is closed, not left to go on at somebody's cost.
    await rig.simulator.ended('client-left');
    const row = await rig.rowOf(request);
    const [exchange, ...others] = row.provider_requests;
    expect(others).toEqual([]);
    // What was held: 300 tokens. One chunk more is noticed; a chunk counts as one token.
    expect(exchange).toMatchObject({ error_code: 'budget-exhausted', output_tokens: 301, usage_estimated: true });
    const costMicros = Math.ceil(Number(exchange?.['input_tokens']) * INPUT + 301 * OUTPUT);
    expect(row).toMatchObject({
      status: 'failed',
      error_code: 'budget-exhausted',
      reserved_micros: '0',
      cost_micros: String(costMicros),
    });
    // The part so far is kept, and is what the caller saw.
    expect(row.answer).toBe('on '.repeat(301));
    expect(row.answer?.startsWith(pieces.join(''))).toBe(true);
    await expect(spentBy(caller)).resolves.toEqual({ reserved: 0, spent: costMicros });
    const entries = await rig.database.query(
      'SELECT outcome, cost_micros FROM llm_router.ledger_entry WHERE call_id = $1',
      [row.call_id],
    );
    expect(entries).toEqual([{ outcome: 'failed', cost_micros: String(costMicros) }]);
  });

  it('reaches thresholds one after another: a warning, a cheaper model, a person, the end', async () => {
    const caller = tenant();
    await rig.simulator.script({ match: {}, script: { usage: USAGE, text: 'Done.' } });
    const { budget_id } = await define(caller, {
      limit_micros: 8 * COST_MICROS,
      warn_percent: 20,
      downgrade_percent: 35,
      downgrade_route: 'cheap',
      ask_percent: 50,
    });
    const ask = (): Promise<string> => rig.askV2(question(), {}, caller).then(({ usage }) => usage.model);
    // A warning is news for people and changes nothing.
    await expect(ask()).resolves.toBe('gpt-4o');
    await expect(ask()).resolves.toBe('gpt-4o');
    await expect(newsOf(caller.tenant_id, budget_id, 20)).resolves.toMatchObject({ level: 'warn', percent: 20 });
    // From 35 % on the cheaper model is called.
    await expect(ask()).resolves.toBe('gpt-4o');
    await expect(newsOf(caller.tenant_id, budget_id, 35)).resolves.toMatchObject({ level: 'downgrade', percent: 35 });
    await rig.simulator.clear();
    await rig.simulator.script({ match: {}, script: { usage: { input_tokens: 40_000, output_tokens: 2_000 } } });
    await expect(ask()).resolves.toBe('gpt-6-luna');
    await expect(rig.simulator.calls()).resolves.toMatchObject([{ model: 'gpt-6-luna' }]);
    // From 50 % on a person has to approve; the refusal says which budget, and approving it lets the same call through.
    const waiting = question();
    await expect(rig.askV2(waiting, {}, caller)).rejects.toMatchObject({ status: 402, code: 'approval-needed' });
    await expect(newsOf(caller.tenant_id, budget_id, 50)).resolves.toMatchObject({ level: 'ask', budget_id });
    await expect(rig.rowOf(waiting)).resolves.toMatchObject({ status: 'failed', provider_requests: [] });
    const approval = { budget_id, scope_id: caller.tenant_id, up_to_micros: 8 * COST_MICROS };
    await rig.asker.ask(approveSpending, approval, caller);
    await expect(rig.askV2(waiting, {}, caller)).resolves.toMatchObject({ replayed: false });
    // At the limit everything stops.
    const large = question({ route: 'openai/gpt-4o', max_output_tokens: 16_000, idempotency_key: createId('wf') });
    await define(caller, { limit_micros: 10, name: 'small', scope_kind: 'agent', scope_id: 'spender' });
    await expect(rig.askV2({ ...large, scope: { agent_id: 'spender' } }, {}, caller)).rejects.toMatchObject({
      status: 402,
      code: 'budget-exhausted',
    });
  });

  it.each([
    // The first call has room for a shorter answer than it asks for, the second for none that is worth asking for.
    { ceiling: { cost_micros: 6_000 }, spent: COST_MICROS },
    { ceiling: { tokens: 1_000 }, spent: 1_250 },
  ])('an attempt keeps to what its budgets leave it: %j', async ({ ceiling, spent }) => {
    await rig.simulator.script({ match: {}, script: { usage: USAGE, text: 'Done.' } });
    const task = callRequest({ route: 'plain', ceiling });
    const turn = (attempt: number, number: number) => ({
      ...task,
      attempt,
      idempotency_key: `${task.workflow_id}/requirements/${attempt}/${number}`,
    });
    await expect(rig.ask(turn(1, 1))).resolves.toMatchObject({ text: 'Done.' });
    await expect(rig.ask(turn(1, 2))).rejects.toMatchObject({
      status: 402,
      code: 'task-budget-exhausted',
      members: { budget: { scope_kind: 'task', spent_micros: spent, reserved_micros: 0 } },
    });
    await expect(rig.rowOf(turn(1, 2))).resolves.toMatchObject({ status: 'failed', provider_requests: [] });
    await expect(rig.simulator.calls()).resolves.toHaveLength(1);
    // The next attempt is told anew what is left, and a repetition of the first costs nothing.
    await expect(rig.ask(turn(2, 1))).resolves.toMatchObject({ replayed: false });
    await expect(rig.ask(turn(1, 1))).resolves.toMatchObject({ replayed: true });
  });

  /** The news of a threshold as any service reads it. */
  async function newsOf(tenantId: string, budgetId: string, percent: number): Promise<Record<string, unknown>> {
    const connection = await connect({
      servers: rig.broker.url,
      authenticator: nkeyAuthenticator(new TextEncoder().encode(rig.broker.seedOf('orchestrator'))),
      inboxPrefix: '_INBOX_orchestrator',
    });
    try {
      const manager = await connection.jetstreamManager({ checkAPI: false });
      const subject = subjectOf(budgetThresholdReached as never, tenantId, budgetId);
      // Its next round need not be waited for.
      await router.app.get(AnnounceThresholds, { strict: false }).announce();
      return await waitFor(
        async () => {
          const message = await manager.streams.getMessage('EVENTS', { last_by_subj: subject }).catch(() => undefined);
          const news = message?.json<Record<string, unknown>>();
          return news !== undefined && Number(news['percent']) >= percent ? news : undefined;
        },
        { describe: `the news of ${percent} %`, timeoutMs: 15_000 },
      );
    } finally {
      await connection.close();
    }
  }
});

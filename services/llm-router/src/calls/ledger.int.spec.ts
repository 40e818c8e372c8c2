import { createId } from '@botarmy/contracts';
import { waitFor } from '@botarmy/testing';

import type { CallToBegin } from './call-rows';
import { callToBegin, createLedgerRig, heldOf, settlementFor } from './ledger.fixture';
import type { LedgerReplica, LedgerRig } from './ledger.fixture';

const HELD = 1_000;
/** The long form: LEDGER_ROUNDS=50. */
const ROUNDS = Number(process.env['LEDGER_ROUNDS'] ?? 10);

describe('the ledger', () => {
  let rig: LedgerRig;
  let replicas: LedgerReplica[];
  let one: LedgerReplica;

  beforeAll(async () => {
    rig = await createLedgerRig();
    replicas = Array.from({ length: 4 }, () => rig.replica());
    one = replicas[0] as LedgerReplica;
  });
  afterAll(() => rig.stop());

  const tenant = (): string => createId('ten');

  async function spend(call: CallToBegin, costMicros: number, { store }: LedgerReplica = one): Promise<string> {
    const begun = await store.begin(call);
    if (begun.outcome !== 'begun') return begun.outcome;
    await store.settle(settlementFor(heldOf(call, begun), costMicros));
    return 'settled';
  }

  it('never lets four replicas overspend, however many calls come at once', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const id = tenant();
      const limit = HELD * (3 + (round % 5));
      const budget = await rig.define(id, { limit_micros: limit });
      let running = 0;
      let most = 0;
      const outcomes = await Promise.all(
        Array.from({ length: 200 }, async (_item, index) => {
          const { store } = replicas[index % replicas.length] as LedgerReplica;
          const call = callToBegin(id, HELD);
          const begun = await store.begin(call);
          if (begun.outcome !== 'begun') return begun.outcome;
          running += 1;
          most = Math.max(most, running);
          await store.settle(settlementFor(heldOf(call, begun), HELD - (index % 3)));
          running -= 1;
          return begun.outcome;
        }),
      );
      expect(most).toBeLessThanOrEqual(limit / HELD);
      const [account] = await rig.accounts(id, budget);
      expect(account).toMatchObject({ reserved: 0, running: 0 });
      expect(account?.spent).toBeLessThanOrEqual(limit);
      expect(outcomes.filter((outcome) => outcome === 'begun').length).toBeGreaterThanOrEqual(limit / HELD);
      expect(new Set(outcomes)).toEqual(new Set(['begun', 'budget-exhausted']));
    }
  }, 120_000);

  it('charges every scope a call is part of, and names the one that is short', async () => {
    const id = tenant();
    const whole = await rig.define(id, { limit_micros: 10 * HELD, period: 'month' });
    const workflows = await rig.define(id, { scope_kind: 'workflow', limit_micros: 3 * HELD, period: 'total' });
    const tasks = await rig.define(id, {
      scope_kind: 'task',
      scope_id: 'plan',
      limit_micros: HELD,
      period: 'total',
      name: 'plans',
    });
    const plan = { workflow_id: 'wf_a', task_id: 'plan', attempt: 1, agent_id: 'analyst' };
    await expect(spend(callToBegin(id, HELD, { scope: plan }), 600)).resolves.toBe('settled');
    await expect(one.store.begin(callToBegin(id, HELD, { scope: plan }))).resolves.toMatchObject({
      outcome: 'budget-exhausted',
      detail: {
        budget_id: tasks,
        name: 'plans',
        scope_kind: 'task',
        scope_id: 'wf_a/plan',
        spent_micros: 600,
        needed_micros: HELD,
      },
    });
    const others = { ...plan, task_id: 'write' };
    await expect(spend(callToBegin(id, HELD, { scope: others }), HELD)).resolves.toBe('settled');
    await expect(spend(callToBegin(id, HELD, { scope: others }), HELD)).resolves.toBe('settled');
    await expect(spend(callToBegin(id, HELD, { scope: others }), HELD)).resolves.toBe('budget-exhausted');
    await expect(spend(callToBegin(id, HELD, { scope: { ...plan, workflow_id: 'wf_b' } }), 100)).resolves.toBe(
      'settled',
    );
    await expect(rig.accounts(id, workflows)).resolves.toEqual([
      { scope_id: 'wf_a', reserved: 0, spent: 2_600, running: 0 },
      { scope_id: 'wf_b', reserved: 0, spent: 100, running: 0 },
    ]);
    await expect(rig.accounts(id, whole)).resolves.toEqual([{ scope_id: id, reserved: 0, spent: 2_700, running: 0 }]);
  });

  it('limits single calls, and refuses what has no price where money counts', async () => {
    const id = tenant();
    await rig.define(id, { scope_kind: 'call', period: 'total', limit_micros: HELD });
    await expect(spend(callToBegin(id, HELD), 1)).resolves.toBe('settled');
    await expect(spend(callToBegin(id, HELD + 1), 1)).resolves.toBe('budget-exhausted');
    await expect(spend(callToBegin(id, null), 1)).resolves.toBe('price-unknown');
    await expect(spend(callToBegin(tenant(), null), 1)).resolves.toBe('settled');
  });

  it('sends calls another way, asks a person, and stops, threshold by threshold', async () => {
    const id = tenant();
    const budget = await rig.define(id, {
      limit_micros: 10 * HELD,
      downgrade_percent: 50,
      downgrade_route: 'cheap',
      ask_percent: 80,
    });
    for (let index = 0; index < 5; index += 1) await spend(callToBegin(id, HELD), HELD);
    await expect(one.store.begin(callToBegin(id, HELD))).resolves.toEqual({
      outcome: 'downgrade',
      route: 'cheap',
      budgetId: budget,
    });
    const downgraded = (): CallToBegin => callToBegin(id, HELD, { is_downgraded: true });
    for (let index = 0; index < 3; index += 1) await expect(spend(downgraded(), HELD)).resolves.toBe('settled');
    await expect(spend(downgraded(), HELD)).resolves.toBe('approval-needed');
    await rig.budgets.approve(id, { budget_id: budget, scope_id: id, up_to_micros: 9 * HELD });
    await expect(spend(downgraded(), HELD)).resolves.toBe('settled');
    await expect(spend(downgraded(), HELD)).resolves.toBe('approval-needed');
    await rig.budgets.approve(id, { budget_id: budget, scope_id: id, up_to_micros: 99 * HELD });
    await expect(spend(downgraded(), HELD)).resolves.toBe('settled');
    await expect(spend(downgraded(), HELD)).resolves.toBe('budget-exhausted');
  });

  it('shares limits of rates among all replicas and gives back tokens that were not used', async () => {
    const id = tenant();
    await rig.define(id, { period: 'minute', requests_per_minute: 5 });
    const outcomes = await Promise.all(
      replicas.flatMap((replica) => [1, 2, 3].map(() => spend(callToBegin(id, 0), 0, replica))),
    );
    expect(outcomes.filter((outcome) => outcome === 'settled')).toHaveLength(5);
    await expect(one.store.begin(callToBegin(id, 0))).resolves.toMatchObject({
      outcome: 'rate-limited',
      detail: { period: 'minute', retry_after_ms: expect.any(Number) },
    });
    const tokens = tenant();
    await rig.define(tokens, { period: 'minute', tokens_per_minute: 1_000 });
    const large = (): CallToBegin => callToBegin(tokens, 0, { held_tokens: 900 });
    const first = large();
    const begun = await one.store.begin(first);
    await expect(one.store.begin(large())).resolves.toMatchObject({ outcome: 'rate-limited' });
    await one.store.settle(settlementFor(heldOf(first, begun), 0));
    await expect(one.store.begin(large())).resolves.toMatchObject({ outcome: 'begun' });
  });

  it('admits so many calls at once, counted over all replicas', async () => {
    const id = tenant();
    await rig.define(id, { period: 'minute', max_concurrent: 2, scope_kind: 'agent', scope_id: 'analyst' });
    const calls = Array.from({ length: 8 }, () => callToBegin(id, 0));
    const begun = await Promise.all(
      calls.map((call, index) => (replicas[index % 4] as LedgerReplica).store.begin(call)),
    );
    expect(begun.filter(({ outcome }) => outcome === 'begun')).toHaveLength(2);
    const other = callToBegin(id, 0, { scope: { agent_id: 'tester' } });
    await expect(one.store.begin(other)).resolves.toMatchObject({ outcome: 'begun' });
    const index = begun.findIndex(({ outcome }) => outcome === 'begun');
    const [held, call] = [begun[index], calls[index]] as [(typeof begun)[0], CallToBegin];
    await one.store.settle(settlementFor(heldOf(call, held), 0));
    await expect(one.store.begin(callToBegin(id, 0))).resolves.toMatchObject({ outcome: 'begun' });
  });

  it('frees what a vanished replica held when its lease is over, not before', async () => {
    const id = tenant();
    const lease = { CALL_LEASE_MS: '400' };
    const budget = await rig.define(id, { limit_micros: HELD });
    const [vanished, other] = [rig.replica(lease), rig.replica(lease)];
    const lost = callToBegin(id, HELD);
    const begun = await vanished.store.begin(lost);
    const beganMs = Date.now();
    await expect(spend(callToBegin(id, HELD), HELD, other)).resolves.toBe('budget-exhausted');
    await waitFor(async () => (await spend(callToBegin(id, HELD), HELD, other)) === 'settled', {
      describe: 'the reservation to lapse',
      timeoutMs: 5_000,
    });
    expect(Date.now() - beganMs).toBeGreaterThanOrEqual(390);
    await expect(rig.accounts(id, budget)).resolves.toEqual([{ scope_id: id, reserved: 0, spent: HELD, running: 0 }]);
    // Should it come back: it is told that the call is no longer its own, and what it paid is booked all the same.
    const held = heldOf(lost, begun);
    await expect(vanished.store.extend([held])).resolves.toEqual(new Set());
    await vanished.store.settle(settlementFor(held, 10));
    await expect(rig.accounts(id, budget)).resolves.toEqual([
      { scope_id: id, reserved: 0, spent: HELD + 10, running: 0 },
    ]);
  });

  it('starts a new budget with what was spent and what runs', async () => {
    const id = tenant();
    await spend(callToBegin(id, HELD), 300);
    const running = callToBegin(id, HELD);
    const begun = await one.store.begin(running);
    const budget = await rig.define(id, { limit_micros: 2 * HELD });
    await expect(rig.accounts(id, budget)).resolves.toEqual([{ scope_id: id, reserved: HELD, spent: 300, running: 1 }]);
    await expect(spend(callToBegin(id, HELD), 1)).resolves.toBe('budget-exhausted');
    await one.store.settle(settlementFor(heldOf(running, begun), 200));
    await expect(rig.accounts(id, budget)).resolves.toEqual([{ scope_id: id, reserved: 0, spent: 500, running: 0 }]);
    await expect(spend(callToBegin(id, HELD), 1)).resolves.toBe('settled');
  });

  it('books a settlement once, however often it is repeated', async () => {
    const id = tenant();
    const budget = await rig.define(id, { limit_micros: 10 * HELD });
    const call = callToBegin(id, HELD);
    const settlement = settlementFor(heldOf(call, await one.store.begin(call)), 700);
    await Promise.all(replicas.map(({ store }) => store.settle(settlement)));
    await expect(rig.accounts(id, budget)).resolves.toEqual([{ scope_id: id, reserved: 0, spent: 700, running: 0 }]);
    const entries = await rig.database.query('SELECT cost_micros FROM llm_router.ledger_entry WHERE tenant_id = $1', [
      id,
    ]);
    expect(entries).toEqual([{ cost_micros: '700' }]);
  });

  it('closes a request that was given up when its owner says that nothing came of it', async () => {
    const id = tenant();
    const lease = { CALL_LEASE_MS: '300' };
    const [slow, other] = [rig.replica(lease), rig.replica(lease)];
    const call = callToBegin(id, HELD);
    const held = heldOf(call, await slow.store.begin(call));
    const again = await waitFor(
      async () => {
        const begun = await other.store.begin(call);
        return begun.outcome === 'begun' ? begun : undefined;
      },
      { describe: 'the call to be taken over' },
    );
    const entries = () =>
      rig.database.query(
        'SELECT outcome, cost_micros FROM llm_router.ledger_entry WHERE tenant_id = $1 ORDER BY entry_id',
        [id],
      );
    await expect(entries()).resolves.toEqual([{ outcome: 'abandoned', cost_micros: null }]);
    const { claim } = held;
    const intent = { ...call.intent, outcome: 'failed' as const, claim, settled: true as const };
    const nothing = { status: 'failed', error_code: 'cancelled', cost_micros: 0, text: null } as const;
    await slow.store.settle(settlementFor(held, 0, { ...nothing, provider_requests: [intent] }));
    await expect(entries()).resolves.toEqual([{ outcome: 'failed', cost_micros: '0' }]);
    await other.store.settle(settlementFor(heldOf(call, again), 300));
    await expect(entries()).resolves.toEqual([
      { outcome: 'failed', cost_micros: '0' },
      { outcome: 'completed', cost_micros: '300' },
    ]);
  });

  it('shows one tenant nothing of another', async () => {
    const [mine, others] = [tenant(), tenant()];
    await rig.define(mine, { limit_micros: HELD });
    await expect(spend(callToBegin(others, 50 * HELD), HELD)).resolves.toBe('settled');
    const { rows } = await one.database.query('SELECT * FROM budget');
    expect(rows).toEqual([]);
  });
});

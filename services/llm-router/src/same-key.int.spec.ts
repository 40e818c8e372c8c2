import type { RunningService } from '@botarmy/chassis';
import { MetricsRegistry } from '@botarmy/chassis';
import { FaultProxy, waitFor } from '@botarmy/testing';

import { callRequest, createRouterRig } from './router.fixture';
import type { RouterRig } from './router.fixture';

/** A stall in the first call only: whoever repeats it is faster. */
const FIRST_STALLS = { match: { call: 1 }, script: { fault: { kind: 'stall', duration_ms: 1_500 } } };

describe('calls under the same key', () => {
  let rig: RouterRig;
  let routers: RunningService[];

  beforeAll(async () => {
    rig = await createRouterRig();
    routers = await Promise.all([rig.start({ CALL_LEASE_MS: '900' }), rig.start({ CALL_LEASE_MS: '900' })]);
  });
  afterAll(() => rig.stop());
  beforeEach(() => rig.simulator.clear());

  async function functionCalls(): Promise<number> {
    const texts = await Promise.all(routers.map(({ app }) => app.get(MetricsRegistry).text()));
    const counts = texts.map(
      (text) => /botarmy_database_commits_total\{kind="function"\} (\d+)/.exec(text)?.[1] ?? '0',
    );
    return counts.reduce((sum, count) => sum + Number(count), 0);
  }

  it('are paid once, however many ask at whatever replica', async () => {
    await rig.simulator.script({ match: {}, script: { latency_ms: 300 } });
    const request = callRequest();
    const replies = await Promise.all(Array.from({ length: 12 }, () => rig.ask(request)));
    expect(new Set(replies.map(({ call_id, text }) => `${call_id} ${text}`)).size).toBe(1);
    expect(replies.filter(({ replayed }) => !replayed)).toHaveLength(1);
    await expect(rig.simulator.calls()).resolves.toHaveLength(1);
  });

  it('wait for a call that outlives its lease while its owner gives signs of life', async () => {
    await rig.simulator.script({ match: {}, script: { fault: { kind: 'stall', duration_ms: 2_500 } } });
    const request = callRequest();
    const replies = await Promise.all([rig.ask(request), rig.ask(request), rig.ask(request)]);
    expect(replies.filter(({ replayed }) => replayed)).toHaveLength(2);
    await expect(rig.rowOf(request)).resolves.toMatchObject({ claim: 1, doubtful_requests: 0 });
    await expect(rig.simulator.calls()).resolves.toHaveLength(1);
  });

  it('row 16: have one answer although a frozen owner comes back late; what it paid is shown', async () => {
    await rig.simulator.script(FIRST_STALLS);
    const request = callRequest();
    const late = rig.ask(request);
    await rig.simulator.ended('running');
    const sql = `UPDATE llm_router.model_call SET heartbeat_at = now() - interval '1 hour' WHERE idempotency_key = $1`;
    await rig.database.query(sql, [request.idempotency_key]);
    const taken = await rig.ask(request);
    expect(taken.replayed).toBe(false);
    await expect(late).resolves.toMatchObject({ call_id: taken.call_id, text: taken.text });
    const row = await rig.rowOf(request);
    expect(row).toMatchObject({ status: 'completed', claim: 2, doubtful_requests: 1 });
    // Whichever of the two reported first.
    expect(row.provider_requests.toSorted((a, b) => Number(a['claim']) - Number(b['claim']))).toMatchObject([
      { claim: 1, outcome: 'failed', error_code: 'interrupted' },
      { claim: 2, outcome: 'completed' },
    ]);
    await expect(rig.simulator.calls()).resolves.toHaveLength(2);
  });

  it('cost two commits each one after the other, and share them in a crowd', async () => {
    const before = await functionCalls();
    for (let call = 0; call < 5; call += 1) await rig.ask(callRequest());
    const alone = (await functionCalls()) - before;
    expect(alone).toBe(10);
    await Promise.all(Array.from({ length: 64 }, () => rig.ask(callRequest())));
    const together = (await functionCalls()) - before - alone;
    expect(together).toBeLessThan(64);
  });
});

describe('a database that goes away', () => {
  it('costs no answer that was paid: it is booked when the database is back', async () => {
    const rig = await createRouterRig();
    const proxy = await FaultProxy.start(rig.database.serviceUrl);
    await rig.start({ DATABASE_URL: proxy.through(rig.database.serviceUrl) });
    await rig.simulator.script({ match: {}, script: { fault: { kind: 'stall', duration_ms: 500 } } });
    const request = callRequest();
    const asked = rig.ask(request);
    await rig.simulator.ended('running');
    await proxy.set({ kind: 'refuse' });
    await rig.simulator.ended('completed');
    await proxy.heal();
    const reply = await asked;
    await waitFor(async () => (await rig.rowOf(request)).status === 'completed', { describe: 'the booking' });
    await expect(rig.ask(request)).resolves.toEqual({ ...reply, replayed: true });
    await expect(rig.simulator.calls()).resolves.toHaveLength(1);
    await proxy.close();
    await rig.stop();
  });
});

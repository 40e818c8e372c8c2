import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

import { createId, setBudgetV2 } from '@botarmy/contracts';
import type { Caller, CompleteModelCallRequest } from '@botarmy/contracts';
import { waitFor } from '@botarmy/testing';

import { callRequest, createRouterRig, RUNNER } from './router.fixture';
import type { CallRow, RouterRig } from './router.fixture';
import { startUnmarkedProxy } from './unmarked-proxy.fixture';
import type { UnmarkedProxy } from './unmarked-proxy.fixture';

const SHORT = 3;
/** `ROUTER_KILL_ROUNDS=200` is the long form; it runs what `npm run build` built, which starts sooner. */
const ROUNDS = Number(process.env['ROUTER_KILL_ROUNDS'] ?? SHORT);
const CALLS_AT_ONCE = 4;
const ANSWER_MS = 60;
const LEASE_MS = 600;
const REGISTER = resolve(__dirname, '../../../libs/testing/jest/register-typescript.cjs');
const LOADED =
  ROUNDS > SHORT
    ? `require(${JSON.stringify(resolve(__dirname, '../dist/bootstrap.js'))})`
    : `require(${JSON.stringify(REGISTER)}).registerTypescript() ?? require(${JSON.stringify(resolve(__dirname, 'bootstrap.ts'))})`;
const SCRIPT = `const { bootstrap } = ${LOADED}; bootstrap({ environment: process.env }).then(() => process.send('started'));`;

describe('a router killed in the middle of calls', () => {
  let rig: RouterRig;
  let proxy: UnmarkedProxy;
  const replicas: Promise<ChildProcess>[] = [];
  const caller: Caller = { ...RUNNER, tenant_id: createId('ten') };

  beforeAll(async () => {
    rig = await createRouterRig();
    proxy = await startUnmarkedProxy(rig.simulator.url);
    await rig.simulator.script({ match: {}, script: { latency_ms: ANSWER_MS } });
    replicas.push(startReplica(), startReplica());
    await Promise.all(replicas);
    const limit = { name: 'all', scope_kind: 'tenant', scope_id: '*', period: 'total' } as const;
    await rig.asker.ask(setBudgetV2, { ...limit, limit_micros: 1_000_000_000_000 }, caller);
  }, 120_000);
  afterAll(async () => {
    for (const replica of await Promise.allSettled(replicas))
      if (replica.status === 'fulfilled') replica.value.kill('SIGKILL');
    await rig.stop();
    await proxy.close();
  });

  async function startReplica(): Promise<ChildProcess> {
    const own = { OPENAI_API_KEY: 'any', OPENAI_BASE_URL: `${proxy.url}/v1`, CALL_LEASE_MS: String(LEASE_MS) };
    const child = spawn(process.execPath, ['-e', SCRIPT], {
      env: { PATH: process.env['PATH'], ...rig.environment, ...own },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const [word] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [unknown];
    if (word !== 'started') throw new Error('a replica did not start');
    return child;
  }

  /** Asks until there is an answer, every time in other words under the same key. */
  async function askUntilAnswered(request: CompleteModelCallRequest): Promise<void> {
    let times = 0;
    const ask = (): Promise<unknown> => {
      times += 1;
      const messages = [...request.messages, { role: 'user' as const, content: `Asked ${times} times.` }];
      return rig.ask({ ...request, messages }, { silenceLimitMs: 500 }, caller);
    };
    await waitFor(ask, { describe: 'an answer', timeoutMs: 30_000 });
  }

  async function round(number: number): Promise<CompleteModelCallRequest[]> {
    await Promise.all(replicas);
    const requests = Array.from({ length: CALLS_AT_ONCE }, () => callRequest());
    const asked = requests.map((request) => askUntilAnswered(request));
    const victim = await (replicas[number % 2] as Promise<ChildProcess>);
    const exit = once(victim, 'exit');
    // A point of its own each round, over the whole of a call.
    setTimeout(() => victim.kill('SIGKILL'), Math.random() * (ANSWER_MS + 40));
    await exit;
    replicas[number % 2] = startReplica();
    await Promise.all(asked);
    return requests;
  }

  it(
    `pays for nothing that is finished, and has every paid request on record: ${ROUNDS} random points`,
    async () => {
      const requests: CompleteModelCallRequest[] = [];
      for (let number = 0; number < ROUNDS; number += 1) requests.push(...(await round(number)));
      const totals = { calls: requests.length, paid: 0, recorded: 0, doubtful: 0 };
      const keys = requests.map(({ idempotency_key }) => idempotency_key);
      const before = await paidByKey(keys);
      for (const [index, request] of requests.entries()) {
        const key = keys[index] ?? '';
        // A finished call is answered from the record, whatever the words.
        const messages = [{ role: 'user' as const, content: 'Once more, in other words.' }];
        await expect(rig.ask({ ...request, messages }, {}, caller)).resolves.toMatchObject({ replayed: true });
        const row: CallRow = await rig.rowOf(request);
        // One that ended before it was heard of again costs nothing and is in no book.
        const recorded = row.provider_requests.filter((one) => one['outcome'] !== 'failed' || 'input_tokens' in one);
        const doubtful = recorded.filter(({ outcome }) => outcome === 'abandoned').length;
        const paid = before.get(key) ?? 0;
        expect(row.status).toBe('completed');
        expect(recorded.filter(({ outcome }) => outcome === 'completed')).not.toEqual([]);
        // One that was too slow for its lease may have reported after all: then it is no longer in doubt.
        expect(row.doubtful_requests).toBeGreaterThanOrEqual(doubtful);
        // Every request whose end is known was paid, and no paid one is missing. Of a doubtful one nobody knows whether it left.
        expect(paid).toBeGreaterThanOrEqual(recorded.length - doubtful);
        expect(paid).toBeLessThanOrEqual(row.provider_requests.length);
        totals.paid += paid;
        totals.recorded += recorded.length;
        totals.doubtful += doubtful;
      }
      await expect(paidByKey(keys)).resolves.toEqual(before);
      await expectBooks(totals.recorded);
      if (ROUNDS > SHORT) process.stderr.write(`${JSON.stringify(totals)}\n`);
    },
    60_000 + ROUNDS * 20_000,
  );

  /** Requests that reached the provider, by key. */
  async function paidByKey(keys: readonly string[]): Promise<Map<string, number>> {
    const counts = new Map<string, number>();
    for (const key of keys) {
      const calls = await rig.simulator.calls(`idempotency_key=${encodeURIComponent(key)}`);
      counts.set(key, calls.length);
    }
    return counts;
  }

  /** The ledger has a line per recorded request (one that was given up and failed with nothing to show keeps its line, at no cost), the budget has spent what it says, and nothing is held past its lease. */
  async function expectBooks(recorded: number): Promise<void> {
    const sums = `SELECT count(*) FILTER (WHERE outcome <> 'failed' OR input_tokens + output_tokens > 0) AS lines, sum(cost_micros) AS cost
                    FROM llm_router.ledger_entry WHERE tenant_id = $1`;
    const [ledger] = await rig.database.query<{ lines: string; cost: string }>(sums, [caller.tenant_id]);
    expect(Number(ledger?.lines)).toBe(recorded);
    expect(Number(ledger?.cost)).toBeGreaterThan(0);
    const account = await waitFor(
      async () => {
        const sql = 'SELECT * FROM llm_router.budget_account WHERE tenant_id = $1';
        const [row] = await rig.database.query<Record<string, string>>(sql, [caller.tenant_id]);
        return row?.['reserved_micros'] === '0' ? row : undefined;
      },
      { describe: 'every reservation to be free', timeoutMs: 10 * LEASE_MS },
    );
    expect(account['spent_micros']).toBe(ledger?.cost);
    expect(Number(account['running'])).toBe(0);
  }
});

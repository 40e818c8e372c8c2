import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

import type { RunningService } from '@botarmy/chassis';
import { MetricsRegistry } from '@botarmy/chassis';
import { UnavailableError } from '@botarmy/messaging';
import { waitFor } from '@botarmy/testing';

import { AbandonedCalls } from './calls/abandoned-calls';
import { callRequest, createRouterRig } from './router.fixture';
import type { RouterRig } from './router.fixture';

const REGISTER = resolve(__dirname, '../../../libs/testing/jest/register-typescript.cjs');
const SCRIPT = `
  require(${JSON.stringify(REGISTER)}).registerTypescript();
  const { bootstrap } = require(${JSON.stringify(resolve(__dirname, 'bootstrap.ts'))});
  bootstrap({ environment: process.env }).then(() => process.send('started'));
`;
const LEASE = { CALL_LEASE_MS: '600' };

describe('a router killed', () => {
  let rig: RouterRig;
  let child: ChildProcess | undefined;
  let router: RunningService | undefined;

  beforeAll(async () => {
    rig = await createRouterRig();
  });
  beforeEach(() => rig.simulator.clear());
  afterEach(async () => {
    child?.kill('SIGKILL');
    await router?.close();
  });
  afterAll(() => rig.stop());

  /** Has a router of its own process die at a point of a call; resolves when it is dead. */
  async function dieAt(point: string, request = callRequest()): Promise<typeof request> {
    child = spawn(process.execPath, ['-e', SCRIPT], {
      env: { PATH: process.env['PATH'], ...rig.environment, ...LEASE, CRASH_AT: point },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const exit = once(child, 'exit');
    const first = await Promise.race([once(child, 'message'), exit]);
    expect(first[0]).toBe('started');
    const [lost] = await Promise.allSettled([rig.ask(request, { silenceLimitMs: 500 }), exit]);
    expect(lost).toMatchObject({ status: 'rejected', reason: expect.any(UnavailableError) });
    await expect(exit).resolves.toEqual([null, 'SIGKILL']);
    return request;
  }

  it.each([
    ['router.before-begin', 0, 1, false],
    ['router.after-begin', 1, 1, false],
    ['llm.sent', 1, 2, false],
    ['router.before-settle', 1, 2, false],
    ['router.after-settle', 0, 1, true],
  ])(
    'row 16: at %s has %i doubtful request on record and %i paid; replayed: %s',
    async (point, doubtful, paid, isReplay) => {
      const request = await dieAt(point);
      router = await rig.start(LEASE);
      const reply = await rig.ask(request);
      expect(reply.replayed).toBe(isReplay);
      await expect(rig.simulator.calls(`idempotency_key=${request.idempotency_key}`)).resolves.toHaveLength(paid);
      const row = await rig.rowOf(request);
      expect(row).toMatchObject({ status: 'completed', answer: reply.text, doubtful_requests: doubtful });
      // Each crash adds one request at most, and every one of them stands in the record.
      expect(row.provider_requests.map(({ outcome }) => outcome)).toEqual([
        ...Array.from({ length: doubtful }, () => 'abandoned'),
        'completed',
      ]);
      expect(row.provider_requests.length).toBeGreaterThanOrEqual(paid);
      const metrics = await router.app.get(MetricsRegistry).text();
      expect(metrics).toContain(`botarmy_model_call_takeovers_total ${doubtful}`);
    },
    60_000,
  );

  it('leaves nothing held when nobody asks for its call again', async () => {
    const request = await dieAt('llm.sent');
    router = await rig.start(LEASE);
    const abandoned = router.app.get(AbandonedCalls);
    await waitFor(
      async () => {
        await abandoned.giveUp();
        return (await rig.rowOf(request)).status === 'abandoned';
      },
      { describe: 'the call to be given up', timeoutMs: 10_000 },
    );
    await expect(rig.rowOf(request)).resolves.toMatchObject({
      error_code: 'abandoned',
      reserved_micros: '0',
      doubtful_requests: 1,
      provider_requests: [{ outcome: 'abandoned', provider: 'openai' }],
    });
    const reply = await rig.ask(request);
    expect(reply.replayed).toBe(false);
    await expect(rig.rowOf(request)).resolves.toMatchObject({ status: 'completed', claim: 2, doubtful_requests: 1 });
  }, 60_000);
});

describe('a router stopped', () => {
  it('row 31: interrupts and books what does not end in time, so that it can be asked again at once', async () => {
    const rig = await createRouterRig();
    await rig.simulator.script({ match: { call: 1 }, script: { fault: { kind: 'stall' } } });
    const router = await rig.start({ SHUTDOWN_TIMEOUT_MS: '5200' });
    const request = callRequest();
    const asked = rig.ask(request);
    await rig.simulator.ended('running');
    const [refused] = await Promise.allSettled([asked, router.close()]);
    expect(refused).toMatchObject({ status: 'rejected', reason: { status: 503, code: 'providers-unavailable' } });
    await expect(rig.rowOf(request)).resolves.toMatchObject({ status: 'failed', error_code: 'interrupted' });
    await rig.start();
    await expect(rig.ask(request)).resolves.toMatchObject({ replayed: false });
    await rig.stop();
  });
});

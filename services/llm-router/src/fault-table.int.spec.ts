import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { RunningService } from '@botarmy/chassis';
import type { CompleteModelCallV2Request } from '@botarmy/contracts';
import { createId } from '@botarmy/contracts';

import { createRouterRig } from './router.fixture';
import type { RouterRig } from './router.fixture';
import { startUnmarkedProxy } from './unmarked-proxy.fixture';
import type { UnmarkedProxy } from './unmarked-proxy.fixture';

const TEXT = 'Words that come one after another until something happens to them. '.repeat(20);
/** Dollars per million tokens of the model that is asked: millionths per token. */
const [INPUT, OUTPUT] = [2.5, 10];
const USED = { input_tokens: 1_000, output_tokens: 100 };
const TOOL = { name: 'find', parameters: { type: 'object', properties: { what: { type: 'string' } } }, strict: true };

/** A limit is tight where it is what ends the call, and generous everywhere else, however slow the machine is. */
const CHOICES = [{ provider: 'openai', model: 'gpt-4o' }];
const ROUTES = {
  'first-byte-timeout': { choices: CHOICES, timeouts: { first_byte_ms: 300 } },
  'idle-timeout': { choices: CHOICES, timeouts: { idle_ms: 300 } },
};
const AMPLE_MS = 60_000;

/** What a call may come to: nothing was answered; what was heard is estimated; the provider said what it used. */
type Paid = 'nothing' | 'estimated' | 'as-said';
type Row = readonly [fault: string, script: Record<string, unknown>, errorCode: string, status: number, paid: Paid];

/** Every fault of a provider and the state in which it leaves the call. */
const FAULTS: readonly Row[] = [
  ['row 13: 429', { fault: { kind: 'rate-limit', retry_after_seconds: 0 } }, 'rate-limited', 429, 'nothing'],
  ['row 13: 500', { fault: { kind: 'server-error' } }, 'server-error', 503, 'nothing'],
  ['row 13: 503', { fault: { kind: 'overloaded' } }, 'server-error', 503, 'nothing'],
  ['row 13: 529', { fault: { kind: 'server-error', status: 529 } }, 'server-error', 503, 'nothing'],
  ['row 14: silence before the first byte', { fault: { kind: 'stall' } }, 'first-byte-timeout', 503, 'nothing'],
  [
    'row 14: silence in the middle',
    { text: TEXT, fault: { kind: 'stall', after_tokens: 20 } },
    'idle-timeout',
    503,
    'estimated',
  ],
  ['row 14: too slow for the caller', { text: TEXT, tokens_per_second: 20 }, 'call-timeout', 504, 'estimated'],
  [
    'row 14: slow drip',
    { text: TEXT, fault: { kind: 'slow-drip', bytes_per_chunk: 2, interval_ms: 5 } },
    'first-byte-timeout',
    503,
    'nothing',
  ],
  [
    'row 15: truncated stream',
    { text: TEXT, fault: { kind: 'truncate', after_tokens: 20 } },
    'incomplete-answer',
    503,
    'estimated',
  ],
  [
    'row 15: broken connection',
    { text: TEXT, fault: { kind: 'cut', after_tokens: 20 } },
    'connection-lost',
    503,
    'estimated',
  ],
  [
    'row 15: error in the stream',
    { text: TEXT, fault: { kind: 'server-error', after_tokens: 20 } },
    'server-error',
    503,
    'estimated',
  ],
  [
    'row 15: malformed JSON',
    { text: TEXT, fault: { kind: 'garbage', after_tokens: 20 } },
    'malformed-answer',
    503,
    'estimated',
  ],
  ['row 15: JSON of another shape', { fault: { kind: 'wrong-json' } }, 'incomplete-answer', 503, 'nothing'],
  ['row 15: wrong content type', { fault: { kind: 'wrong-type' } }, 'incomplete-answer', 503, 'nothing'],
  ['row 15: 50 MB answer', { fault: { kind: 'huge' } }, 'answer-too-large', 502, 'estimated'],
  [
    'row 15: unknown tool',
    { tool_calls: [{ name: 'launch', arguments: '{}' }], usage: USED },
    'unknown-tool',
    503,
    'as-said',
  ],
  [
    'row 15: arguments that do not fit',
    { tool_calls: [{ name: 'find', arguments: '7' }], usage: USED },
    'answer-not-as-asked',
    503,
    'as-said',
  ],
  ['refused key', { fault: { kind: 'unauthorized' } }, 'unauthorized', 403, 'nothing'],
  ['prompt too long', { fault: { kind: 'context-length' } }, 'context-length-exceeded', 400, 'nothing'],
];

describe('a fault of a provider', () => {
  let rig: RouterRig;
  let proxy: UnmarkedProxy;
  let router: RunningService;
  let folder: string;

  beforeAll(async () => {
    rig = await createRouterRig();
    folder = await mkdtemp(join(tmpdir(), 'botarmy-routes-'));
    await writeFile(join(folder, 'routes.json'), JSON.stringify({ routes: ROUTES }));
    proxy = await startUnmarkedProxy(rig.simulator.url);
    router = await startRouter(`${proxy.url}/v1`);
  });
  afterAll(async () => {
    await rig.stop();
    await proxy.close();
    await rm(folder, { recursive: true });
  });
  beforeEach(() => rig.simulator.clear());

  /** One that asks a model once: no other model, no repeats, no circuit. */
  function startRouter(baseUrl: string, connectMs = AMPLE_MS): Promise<RunningService> {
    return rig.start({
      OPENAI_API_KEY: 'any',
      OPENAI_BASE_URL: baseUrl,
      ROUTE_ROUNDS: '1',
      BREAKER_FAILURES: '1000',
      PROVIDER_CONNECT_TIMEOUT_MS: String(connectMs),
      PROVIDER_FIRST_BYTE_TIMEOUT_MS: String(AMPLE_MS),
      PROVIDER_IDLE_TIMEOUT_MS: String(AMPLE_MS),
      MODEL_ROUTES_FILE: join(folder, 'routes.json'),
    });
  }

  function question(errorCode = ''): CompleteModelCallV2Request {
    return {
      idempotency_key: `${createId('wf')}/t/1/1`,
      route: errorCode in ROUTES ? errorCode : 'openai/gpt-4o',
      scope: {},
      turns: [{ role: 'user', parts: [{ type: 'text', text: 'Find what a plant needs.' }] }],
      tools: [TOOL],
      max_output_tokens: 2_000,
      timeout_ms: errorCode === 'call-timeout' ? 2_000 : AMPLE_MS,
    };
  }

  async function refusalOf(request: CompleteModelCallV2Request): Promise<unknown> {
    return rig.askV2(request).then(
      () => undefined,
      (error: unknown) => error,
    );
  }

  it.each(FAULTS)('%s ends in its documented state', async (_name, script, errorCode, status, paid) => {
    await rig.simulator.script({ match: {}, script });
    const request = question(errorCode);
    const refusal = await refusalOf(request);
    const row = await rig.rowOf(request);
    expect([row.error_code, refusal]).toMatchObject([errorCode, { status }]);
    const [exchange, ...others] = row.provider_requests;
    expect(row).toMatchObject({ status: 'failed', error_code: errorCode, reserved_micros: '0' });
    expect([exchange, others]).toMatchObject([{ provider: 'openai', outcome: 'failed', error_code: errorCode }, []]);
    const { input_tokens = 0, output_tokens = 0, usage_estimated } = exchange as Record<string, number | undefined>;
    expect(Number(row.cost_micros)).toBe(Math.ceil(input_tokens * INPUT + output_tokens * OUTPUT));
    if (paid === 'nothing') expect(row.cost_micros).toBe('0');
    else
      expect([Number(row.cost_micros) > 0, usage_estimated]).toEqual([true, paid === 'estimated' ? true : undefined]);
    if (paid === 'as-said') expect(Number(row.cost_micros)).toBe(1_000 * INPUT + 100 * OUTPUT);
    await expect(rig.simulator.calls()).resolves.toHaveLength(1);
  });

  it('row 15: missing usage is no failure: what was heard is billed as an estimate', async () => {
    await rig.simulator.script({ match: {}, script: { text: TEXT, fault: { kind: 'no-usage' } } });
    const request = question();
    await expect(rig.askV2(request)).resolves.toMatchObject({ text: TEXT, usage: { estimated: true } });
    const row = await rig.rowOf(request);
    expect(row).toMatchObject({ status: 'completed', provider_requests: [{ usage_estimated: true }] });
    expect(Number(row.cost_micros)).toBeGreaterThanOrEqual((TEXT.length / 4) * OUTPUT);
  });

  it('row 14: a connection that does not come about ends in its documented state', async () => {
    await router.close();
    const sockets: Socket[] = [];
    const mute = createServer((socket) => sockets.push(socket.on('error', () => undefined)));
    mute.listen(0, '127.0.0.1');
    await once(mute, 'listening');
    await startRouter(`https://127.0.0.1:${(mute.address() as AddressInfo).port}`, 200);
    const request = question();
    expect(await refusalOf(request)).toMatchObject({ status: 503 });
    const expected = { status: 'failed', error_code: 'connect-timeout', reserved_micros: '0', cost_micros: '0' };
    await expect(rig.rowOf(request)).resolves.toMatchObject(expected);
    for (const socket of sockets) socket.destroy();
    mute.close();
  });
});

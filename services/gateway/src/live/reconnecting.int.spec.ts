import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { WebSocket } from 'ws';

import type { RunningService } from '@botarmy/chassis';
import type { LogInReply } from '@botarmy/contracts';
import { waitFor } from '@botarmy/testing';

import { GatewayRig } from '../gateway.fixture';
import { LiveClient } from './live-client.fixture';
import { WanderingClient } from './reconnecting.fixture';
import { WorkflowSource } from './workflow-source.fixture';

/** `npm run test:live` sets 1,000 clients and 600 rounds. */
const CLIENTS = Number(process.env['LIVE_CLIENTS'] ?? 200);
const ROUNDS = Number(process.env['LIVE_ROUNDS'] ?? 40);
const WORKFLOWS = 4;
const PATIENCE_MS = 120_000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('clients of two gateways', () => {
  let rig: GatewayRig;
  let source: WorkflowSource;
  let session: LogInReply;
  let gateways: RunningService[];

  beforeAll(async () => {
    rig = await GatewayRig.create();
    source = new WorkflowSource(rig);
    session = rig.session('viewer');
    const environment = { MAX_CONNECTIONS: String(CLIENTS * 2) };
    gateways = [await rig.start(environment), await rig.start(environment)];
  });
  afterAll(() => rig.stop());

  it(
    `that lose their connections all the time and come back elsewhere, one of them for good, miss nothing and get nothing twice: ${CLIENTS}`,
    async () => {
      const workflows = Array.from({ length: WORKFLOWS }, () => source.create());
      const urls = gateways.map(({ url }) => url);
      let turn = 0;
      const nextUrl = (): string => urls[(turn += 1) % urls.length] ?? '';
      const clients = Array.from({ length: CLIENTS }, (_, index) => {
        return new WanderingClient(session, workflows[index % WORKFLOWS] ?? '', nextUrl);
      });
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const workflowId of workflows) {
          // News may come twice, out of order, or not at all.
          const { seq } = source.commit(workflowId, 'gate-evaluated', { mark: `${workflowId}/${round}` });
          if (seq % 7 !== 0) await source.publish(workflowId, seq);
          if (seq % 5 === 0) await source.publish(workflowId, seq - 1);
        }
        for (const [index, client] of clients.entries()) if ((index + round) % 12 === 0) client.cut();
        if (round === Math.floor(ROUNDS / 2)) {
          urls.splice(0, 1);
          await gateways[0]?.close();
        }
        // No faster than somebody can follow, or nobody would be cut in the middle of anything.
        await waitFor(() => clients.some(({ lastSeq }) => lastSeq > round - 3), { describe: 'somebody to follow' });
      }
      // The last news of each workflow shows whether any before it were lost.
      for (const workflowId of workflows) await source.record(workflowId, 'gate-evaluated', { mark: 'last' });
      const all = ROUNDS + 1;
      try {
        await waitFor(() => clients.every(({ lastSeq }) => lastSeq === all), {
          describe: 'the end of every history',
          timeoutMs: PATIENCE_MS,
        });
        for (const [index, { history, resyncs }] of clients.entries()) {
          const workflowId = workflows[index % WORKFLOWS] ?? '';
          const expected = Array.from({ length: all }, (_, at) => {
            return { seq: at + 1, mark: at === ROUNDS ? 'last' : `${workflowId}/${at}` };
          });
          expect([index, history, resyncs]).toEqual([index, expected, 0]);
        }
        const connections = clients.reduce((sum, client) => sum + client.connections, 0);
        expect(connections).toBeGreaterThan(CLIENTS);
      } finally {
        for (const client of clients) client.stop();
      }
    },
    PATIENCE_MS + 60_000,
  );

  it('that never read, fifty of them, cost less than 20 MB, are let go of, and slow nobody', async () => {
    const url = gateways[1]?.url ?? '';
    const workflowId = source.create();
    const reading = await LiveClient.connect(url, session);
    const stalled = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const socket = new WebSocket(`${url.replace('http', 'ws')}/api/ws`, {
          headers: { authorization: `Bearer ${session.secret}` },
        });
        socket.on('error', () => undefined);
        await once(socket, 'open');
        socket.pause();
        return socket;
      }),
    );
    collectGarbage();
    const before = memory();
    let peak = 0;
    const told: number[] = [];
    // More than the kernel takes for a client that does not read, and a megabyte on top.
    for (let count = 1; count <= 160; count += 1) {
      const title = `${count} ${'x'.repeat(60_000)}`;
      const sentMs = performance.now();
      await source.record(workflowId, 'approval-requested', { request_id: `hitl_${count}`, title });
      await reading.frame('hitl_request', ({ seq }) => seq === count, 30_000);
      told.push(performance.now() - sentMs);
      reading.frames.length = 0;
      if (count % 20 !== 0) continue;
      collectGarbage();
      peak = Math.max(peak, memory() - before);
    }
    expect(peak).toBeLessThan(20 * 1_048_576);
    expect(told).toHaveLength(160);
    const early = told.slice(0, 30).sort((a, b) => a - b)[15] ?? 0;
    const late = told.slice(-30).sort((a, b) => a - b)[15] ?? 0;
    // While they pile up and are let go of nobody waits noticeably longer than at first.
    expect(late).toBeLessThan(early * 10 + 100);
    const text = await (await fetch(`${url}/metrics`)).text();
    const closed = /botarmy_live_closed_connections_total\{reason="too-slow"\} (\d+)/.exec(text)?.[1];
    expect(Number(closed)).toBe(50);
    reading.close();
    for (const socket of stalled) socket.terminate();
  }, 120_000);
});

/** What is to be sent lies in buffers; the fake orchestrator keeps its log in the heap, which is none of the gateway's cost. */
function memory(): number {
  return process.memoryUsage().arrayBuffers;
}

import fc from 'fast-check';

import { createLogger, MetricsRegistry, Problem } from '@botarmy/chassis';
import type { Caller, LiveDelta, WorkflowEventView } from '@botarmy/contracts';
import { UnavailableError } from '@botarmy/messaging';
import { FakeClock } from '@botarmy/testing';

import { LiveMetrics } from '../live.metrics';
import type { LiveSocket } from '../sockets/live-socket';
import { WorkflowFeed } from './workflow-feed';
import type { WorkflowLog } from './workflow-log';

type Sent = Record<string, unknown> & { type: string };

const CALLER: Caller = { tenant_id: 'ten_a', user_id: 'usr_a', user_name: 'A', role: 'viewer', request_id: 'req_a' };

function event(seq: number, overrides: Partial<WorkflowEventView> = {}): WorkflowEventView {
  return { seq, type: 'gate-evaluated', occurred_at: '2026-01-01T00:00:00.000Z', data: {}, progress: {}, ...overrides };
}

function delta(offset: number, text: string, overrides: Partial<LiveDelta> = {}): LiveDelta {
  return { workflow_id: 'wf_a', task_id: 't', agent_id: 'a', attempt: 1, turn: 1, offset, text, ...overrides };
}

/** A socket that keeps what it is sent and congests when told to. */
class FakeSocket {
  readonly sent: Sent[] = [];
  readonly requestId = 'req_socket';
  isOpen = true;
  isCongested = false;
  /** Events the client takes before it congests. */
  appetite = Number.POSITIVE_INFINITY;
  private waiting: (() => void)[] = [];

  send(frame: Sent | string): void {
    this.sent.push(typeof frame === 'string' ? (JSON.parse(frame) as Sent) : frame);
    if (this.of('workflow_event').length >= this.appetite) this.isCongested = true;
  }

  drained(): Promise<void> {
    return this.isCongested ? new Promise((resolve) => this.waiting.push(resolve)) : Promise.resolve();
  }

  relieve(): void {
    this.isCongested = false;
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  of(type: string): Sent[] {
    return this.sent.filter((frame) => frame.type === type);
  }

  get seqs(): unknown[] {
    return this.of('workflow_event').map(({ seq }) => seq);
  }

  get asSocket(): LiveSocket {
    return this as unknown as LiveSocket;
  }
}

class Rig {
  readonly clock = new FakeClock();
  readonly log: WorkflowEventView[] = [];
  reads = 0;
  failure: Error | undefined;
  readonly feed: WorkflowFeed;

  constructor() {
    const log = {
      readAfter: async (_caller: Caller, _id: string, seq: number, limit: number) => {
        this.reads += 1;
        const page = { events: this.log.slice(seq, seq + limit), last_seq: this.log.length };
        // What happens from here on overtakes the answer.
        await Promise.resolve();
        if (this.failure !== undefined) throw this.failure;
        return page;
      },
    } as unknown as WorkflowLog;
    const metrics = new LiveMetrics(new MetricsRegistry());
    const logger = createLogger({ level: 'silent' });
    this.feed = new WorkflowFeed('ten_a', 'wf_a', { log, clock: this.clock, logger, metrics });
  }

  commit(overrides: Partial<WorkflowEventView> = {}): WorkflowEventView {
    const next = event(this.log.length + 1, overrides);
    this.log.push(next);
    return next;
  }

  join(socket: FakeSocket, afterSeq?: number): Promise<void> {
    return this.feed.join(socket.asSocket, CALLER, afterSeq);
  }

  settle(): Promise<void> {
    return this.clock.advance(0);
  }
}

const upTo = (last: number, first = 1): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

describe('a feed', () => {
  let rig: Rig;
  let socket: FakeSocket;

  beforeEach(() => {
    rig = new Rig();
    socket = new FakeSocket();
  });

  it('gives every subscriber all events once and in order, whatever happens to the news', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('commit' as const), published: fc.boolean() }),
      fc.record({ kind: fc.constant('publish' as const), seq: fc.nat(60) }),
      fc.record({ kind: fc.constant('join' as const), after: fc.nat(20) }),
      fc.record({ kind: fc.constant('fail' as const), fails: fc.boolean() }),
      fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(400) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const world = new Rig();
        const joined: { socket: FakeSocket; after: number }[] = [];
        const join = async (after: number): Promise<void> => {
          const one = new FakeSocket();
          const from = Math.min(after, world.log.length);
          await world.join(one, from).then(
            () => joined.push({ socket: one, after: from }),
            () => undefined,
          );
        };
        const joins = [join(0)];
        for (const each of steps) {
          if (each.kind === 'commit') {
            const committed = world.commit();
            if (each.published) world.feed.receive(committed);
          } else if (each.kind === 'publish') {
            const known = world.log[each.seq];
            if (known !== undefined) world.feed.receive(known);
          } else if (each.kind === 'join') joins.push(join(each.after));
          else if (each.kind === 'fail') world.failure = each.fails ? new UnavailableError('away') : undefined;
          else await world.clock.advance(each.ms);
        }
        world.failure = undefined;
        await Promise.all(joins);
        world.feed.receive(world.commit());
        await world.clock.advance(10_000);
        for (const { socket: one, after } of joined) expect(one.seqs).toEqual(upTo(world.log.length, after + 1));
      }),
      { numRuns: 150 },
    );
  });

  it('misses nothing that is told at the very moment a gap is filled', async () => {
    for (let ticks = 0; ticks < 12; ticks += 1) {
      const world = new Rig();
      const one = new FakeSocket();
      await world.join(one, 0);
      world.commit();
      world.feed.receive(world.commit());
      for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
      world.commit();
      world.feed.receive(world.commit());
      await world.clock.advance(10_000);
      expect({ ticks, seqs: one.seqs }).toEqual({ ticks, seqs: upTo(4) });
    }
  });

  it('reads nothing more from the log once it follows', async () => {
    await rig.join(socket, 0);
    const { reads } = rig;
    for (let count = 0; count < 5; count += 1) rig.feed.receive(rig.commit());
    expect(socket.seqs).toEqual(upTo(5));
    expect(rig.reads).toBe(reads);
  });

  it('brings a late subscriber up from the ring', async () => {
    await rig.join(socket, 0);
    for (let count = 0; count < 5; count += 1) rig.feed.receive(rig.commit());
    const late = new FakeSocket();
    await rig.join(late, 2);
    expect(late.seqs).toEqual([3, 4, 5]);
    expect(late.of('subscribed')[0]).toMatchObject({ seq: 5 });
  });

  it('brings a subscriber up from the log where the ring does not reach', async () => {
    await rig.join(socket, 0);
    for (let count = 0; count < 700; count += 1) rig.feed.receive(rig.commit());
    const late = new FakeSocket();
    await rig.join(late, 0);
    await rig.settle();
    expect(late.seqs).toEqual(upTo(700));
  });

  it('sends no faster than a client reads, and loses nothing', async () => {
    await rig.join(socket, 0);
    socket.isCongested = true;
    for (let count = 0; count < 600; count += 1) rig.feed.receive(rig.commit());
    rig.feed.receiveDelta(delta(0, 'text'));
    await rig.settle();
    expect(socket.seqs).toEqual([]);
    socket.relieve();
    await rig.settle();
    expect(socket.seqs).toEqual(upTo(600));
    expect(socket.of('delta')).toHaveLength(0);
    expect(socket.of('snapshot')).toEqual([expect.objectContaining({ offset: 0, text: 'text' })]);
  });

  it('stops in the middle of a page when the client does', async () => {
    for (let count = 0; count < 80; count += 1) rig.commit();
    socket.appetite = 30;
    await rig.join(socket, 0);
    await rig.settle();
    expect(socket.seqs).toEqual(upTo(30));
    socket.appetite = Number.POSITIVE_INFINITY;
    socket.relieve();
    await rig.settle();
    expect(socket.seqs).toEqual(upTo(80));
  });

  it('serves a socket that joined twice once', async () => {
    for (let count = 0; count < 300; count += 1) rig.commit();
    socket.isCongested = true;
    await rig.join(socket, 0);
    await rig.join(socket, 0);
    socket.relieve();
    await rig.settle();
    expect(socket.seqs).toEqual(upTo(300));
  });

  it('sends what overtakes the answer of the log', async () => {
    const joining = rig.join(socket, 0);
    rig.feed.receive(rig.commit());
    await joining;
    expect(socket.seqs).toEqual([1]);
  });

  it('learns from who joins later that news was lost', async () => {
    await rig.join(socket, 0);
    for (let count = 0; count < 300; count += 1) rig.commit();
    await rig.join(new FakeSocket());
    await rig.settle();
    expect(socket.seqs).toEqual(upTo(300));
  });

  it('sends each delta while a client keeps up', async () => {
    await rig.join(socket, 0);
    rig.feed.receiveDelta(delta(0, 'a'));
    rig.feed.receive(rig.commit());
    rig.feed.receiveDelta(delta(1, 'b'));
    expect(socket.sent.map(({ type }) => type)).toEqual(['subscribed', 'delta', 'workflow_event', 'delta']);
  });

  it('sends the text so far to who joins, and to who joins again', async () => {
    await rig.join(socket, 0);
    rig.feed.receiveDelta(delta(0, 'text'));
    await rig.join(socket, 0);
    expect(socket.of('snapshot')).toHaveLength(1);
    rig.feed.receive(rig.commit());
    expect(socket.seqs).toEqual([1]);
  });

  it('closes turns with their task, and all of them with the workflow', async () => {
    await rig.join(socket, 0);
    rig.feed.receiveDelta(delta(0, 'one'));
    rig.feed.receiveDelta(delta(0, 'two', { task_id: 'u' }));
    rig.feed.receive(rig.commit({ type: 'task-failed', data: { task_id: 't', attempt: 1 } }));
    const second = new FakeSocket();
    await rig.join(second, 1);
    expect(second.of('snapshot').map(({ task_id }) => task_id)).toEqual(['u']);
    rig.feed.receive(rig.commit({ type: 'workflow-cancelled' }));
    const third = new FakeSocket();
    await rig.join(third, 2);
    expect(third.of('snapshot')).toEqual([]);
  });

  it('lets nobody in whom the log refuses', async () => {
    rig.failure = new Problem({ status: 404, code: 'workflow-not-found', title: 'x', detail: 'x' });
    await expect(rig.join(socket, 0)).rejects.toBe(rig.failure);
    rig.failure = undefined;
    await rig.join(new FakeSocket(), 0);
    rig.feed.receive(rig.commit());
    expect(socket.sent).toEqual([]);
  });

  it('tells a subscriber to start again when the log lost its place', async () => {
    for (let count = 0; count < 300; count += 1) rig.commit();
    socket.isCongested = true;
    await rig.join(socket, 0);
    rig.log.splice(0, 300);
    socket.relieve();
    await rig.settle();
    expect(socket.of('resync')).toHaveLength(1);
    expect(socket.of('workflow_event')).toEqual([]);
  });

  it('asks for what is missing again and again, until it ended', async () => {
    await rig.join(socket, 0);
    rig.failure = new UnavailableError('away');
    rig.commit();
    rig.feed.receive(rig.commit());
    await rig.clock.advance(1_000);
    expect(rig.reads).toBeGreaterThan(2);
    rig.failure = undefined;
    await rig.clock.advance(5_000);
    expect(socket.seqs).toEqual([1, 2]);
    rig.failure = new UnavailableError('away');
    rig.commit();
    rig.feed.receive(rig.commit());
    await rig.settle();
    expect(rig.feed.leave(socket.asSocket)).toBe(true);
    rig.feed.end();
    const { reads } = rig;
    await rig.clock.advance(60_000);
    expect(rig.reads).toBe(reads);
  });

  it('sends nothing to a socket that left while it was joining', async () => {
    const joining = rig.join(socket, 0);
    socket.isOpen = false;
    await joining;
    rig.feed.receive(rig.commit());
    expect(socket.sent).toEqual([]);
  });
});

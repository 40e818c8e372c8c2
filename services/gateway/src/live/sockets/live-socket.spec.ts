import { EventEmitter } from 'node:events';
import { Writable } from 'node:stream';

import { WebSocket } from 'ws';

import { FakeClock } from '@botarmy/testing';

import type { VerifiedSession } from '../../access/verified-session';
import { FrameChain } from './frame-chain';
import { CLOSE_CODES, LiveSocket, MOST_UNSENT_BYTES } from './live-socket';
import { TurnWriter } from './turn-writer';

/** A stream whose other end reads when it is told to. */
class SlowStream extends Writable {
  readonly writes: Buffer[] = [];
  private pending: (() => void) | undefined;
  isReading = true;

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.writes.push(chunk);
    if (this.isReading) done();
    else this.pending = done;
  }

  read(): void {
    this.isReading = true;
    this.pending?.();
  }
}

class FakeConnection extends EventEmitter {
  readyState: number = WebSocket.OPEN;
  readonly closes: [number, string][] = [];

  close(code: number, reason: string): void {
    this.closes.push([code, reason]);
  }

  terminate(): void {
    this.readyState = WebSocket.CLOSED;
    this.emit('close');
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a client of the hub', () => {
  const writer = new TurnWriter();
  const session = { user: { tenant_id: 'ten_a' } } as VerifiedSession;
  const open = () => {
    const [stream, connection, clock] = [new SlowStream(), new FakeConnection(), new FakeClock()];
    const parts = { socket: connection as unknown as WebSocket, stream };
    let tooSlow = 0;
    const socket = new LiveSocket(parts, session, 'req_1', clock, writer, () => (tooSlow += 1));
    return { stream, connection, clock, socket, tooSlowCount: () => tooSlow };
  };

  it('is written to once per turn, and the bytes are the same ones for all who get the same', async () => {
    const clients = [open(), open(), open()];
    for (let count = 0; count < 20; count += 1) for (const { socket } of clients) socket.send(`{"n":${count}}`);
    clients[2]?.socket.send('{"more":true}');
    expect(clients.map(({ stream }) => stream.writes.length)).toEqual([0, 0, 0]);
    await turn();
    const [first, second, third] = clients.map(({ stream }) => stream.writes);
    expect([first?.length, second?.length, third?.length]).toEqual([1, 1, 1]);
    expect(first?.[0]).toBe(second?.[0]);
    expect(third?.[0]?.toString('latin1')).toContain('{"more":true}');
    expect(clients[0]?.socket.statistics).toMatchObject({ framesSent: 20, bytesSent: first?.[0]?.length });
  });

  it('does not gather for long what is much', async () => {
    const { socket, stream } = open();
    for (let count = 0; count < 3; count += 1) socket.send('x'.repeat(40_000));
    expect(stream.writes).toHaveLength(1);
    await turn();
    expect(Buffer.concat(stream.writes)).toHaveLength(3 * 40_004);
  });

  it('that never reads is closed at a megabyte, and let go of by force', async () => {
    const { socket, stream, connection, clock, tooSlowCount } = open();
    stream.isReading = false;
    while (socket.isOpen) socket.send('x'.repeat(50_000));
    expect(socket.statistics.unsentBytes).toBeLessThanOrEqual(MOST_UNSENT_BYTES);
    expect(connection.closes).toEqual([[CLOSE_CODES.tooSlow, 'too slow, resync']]);
    expect(tooSlowCount()).toBe(1);
    socket.send('{}');
    await clock.advance(1_000);
    expect(connection.readyState).toBe(WebSocket.CLOSED);
  });

  it('is waited for while it is behind', async () => {
    const { socket, stream } = open();
    stream.isReading = false;
    socket.send('x'.repeat(70_000));
    socket.send('x'.repeat(70_000));
    expect(socket.isCongested).toBe(true);
    let hasCaughtUp = false;
    const drained = socket.drained().then(() => (hasCaughtUp = true));
    await turn();
    expect(hasCaughtUp).toBe(false);
    stream.read();
    await drained;
    expect(socket.isCongested).toBe(false);
  });

  it('gets what was gathered before it is closed', () => {
    const { socket, stream, connection } = open();
    socket.send('{"last":1}');
    socket.close(CLOSE_CODES.goingAway, 'going-away');
    expect(stream.writes).toHaveLength(1);
    expect(connection.closes).toHaveLength(1);
  });
});

describe('a chain of frames', () => {
  it.each([
    [0, 2],
    [125, 2],
    [126, 4],
    [65_535, 4],
    [65_536, 10],
  ])('writes a text of %i bytes behind a head of %i bytes', (length, head) => {
    const bytes = FrameChain.begin().after('x'.repeat(length)).join();
    expect(bytes).toHaveLength(head + length);
    expect(bytes[0]).toBe(0x81);
  });

  it('tells chains apart that differ anywhere, and counts bytes of all alphabets', () => {
    const begin = FrameChain.begin();
    const [one, other] = [begin.after('ä').after('b'), begin.after('c').after('b')];
    expect(begin.after('c').after('b')).toBe(other);
    expect(one).not.toBe(other);
    expect([one.bytes, other.bytes]).toEqual([7, 6]);
    expect(other.join().toString('latin1')).toBe('\x81\x01c\x81\x01b');
  });
});

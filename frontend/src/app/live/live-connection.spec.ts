import { TestBed } from '@angular/core/testing';
import { jest } from '@jest/globals';

import { FakeSocket } from '../testing/fake-socket';
import { LiveConnection } from './live-connection';
import { CONNECT } from './live-socket';

function connect() {
  const socket = new FakeSocket();
  TestBed.configureTestingModule({ providers: [{ provide: CONNECT, useValue: () => socket }] });
  return { socket, live: TestBed.inject(LiveConnection) };
}

describe('the live connection', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('follows workflows from the event each one knows, on every connection', () => {
    const { socket, live } = connect();
    let seq = 4;
    live.open();
    live.watch('wf_1', () => seq);
    expect(socket.sent).toEqual([]);
    socket.open();
    seq = 9;
    socket.lose();
    socket.open();
    expect(socket.sent).toEqual([
      { type: 'subscribe', workflow_id: 'wf_1', after_seq: 4 },
      { type: 'subscribe', workflow_id: 'wf_1', after_seq: 9 },
    ]);
  });

  it('stops following', () => {
    const { socket, live } = connect();
    live.open();
    socket.open();
    const stop = live.watch('wf_1', () => 0);
    stop();
    stop();
    live.repeat('wf_1');
    expect(socket.sent.map(({ type }) => type)).toEqual(['subscribe', 'unsubscribe']);
  });

  it('answers heartbeats and hands out frames by their type', () => {
    const { socket, live } = connect();
    const seen: string[] = [];
    live.on('hitl_request').subscribe((frame) => seen.push(frame.request_id));
    live.open();
    socket.open();
    socket.receive({ type: 'heartbeat', content: 'ping' });
    socket.receive({ type: 'hitl_request', request_id: 'hitl_1', workflow_id: 'wf_1' });
    socket.receive({ type: 'unknown' });
    expect(socket.sent).toEqual([{ type: 'heartbeat', content: 'pong' }]);
    expect(seen).toEqual(['hitl_1']);
  });

  it('speaks of an interruption only when it lasts, and of the return after a loss', () => {
    const { socket, live } = connect();
    let returns = 0;
    live.reopened.subscribe(() => (returns += 1));
    live.open();
    socket.open();
    expect(returns).toBe(0);
    socket.lose();
    jest.advanceTimersByTime(1_000);
    expect(live.state()).toBe('live');
    jest.advanceTimersByTime(1_000);
    expect(live.state()).toBe('interrupted');
    socket.open();
    expect(live.state()).toBe('live');
    expect(returns).toBe(1);
  });

  it('connects anew after 90 seconds of silence', () => {
    const { socket, live } = connect();
    live.open();
    socket.open();
    jest.advanceTimersByTime(60_000);
    socket.receive({ type: 'heartbeat', content: 'ping' });
    jest.advanceTimersByTime(89_000);
    expect(socket.reconnects).toBe(0);
    jest.advanceTimersByTime(2_000);
    expect(socket.reconnects).toBe(1);
  });

  it('doubts the session when the platform says it ended or refuses twice', () => {
    const { socket, live } = connect();
    let doubts = 0;
    live.sessionDoubtful.subscribe(() => (doubts += 1));
    live.open();
    socket.lose(1006);
    expect(doubts).toBe(0);
    socket.lose(1006);
    socket.lose(1006);
    expect(doubts).toBe(1);
    socket.open();
    socket.lose(4401);
    expect(doubts).toBe(2);
  });

  it('does not wait for the next try when the device comes back', () => {
    const { socket, live } = connect();
    live.open();
    socket.open();
    window.dispatchEvent(new Event('offline'));
    expect(live.state()).toBe('offline');
    socket.lose();
    window.dispatchEvent(new Event('online'));
    expect(live.state()).toBe('live');
    expect(socket.reconnects).toBe(1);
  });

  it('forgets everything when closed', () => {
    const { socket, live } = connect();
    live.open();
    live.open();
    socket.open();
    live.watch('wf_1', () => 0);
    live.close();
    jest.advanceTimersByTime(200_000);
    expect(socket.isClosed).toBe(true);
    expect(socket.reconnects).toBe(0);
    expect(live.state()).toBe('live');
  });
});

import { FakeClock } from '@botarmy/testing';

import { Deadlines } from './deadlines';

describe('deadlines', () => {
  const limits = { connect: 5_000, firstByte: 30_000, idle: 20_000 };
  let clock: FakeClock;
  let expired: string[];
  let deadlines: Deadlines;

  beforeEach(() => {
    clock = new FakeClock();
    expired = [];
    deadlines = new Deadlines(clock, limits, ({ code }) => expired.push(code));
  });

  it('gives up on a connection that does not come about', async () => {
    await clock.advance(4_999);
    expect(expired).toEqual([]);
    await clock.advance(1);
    expect(expired).toEqual(['connect-timeout']);
  });

  it('gives up on a first event that does not come', async () => {
    await clock.advance(4_000);
    deadlines.connected();
    await clock.advance(29_999);
    expect(expired).toEqual([]);
    await clock.advance(1);
    expect(expired).toEqual(['first-byte-timeout']);
  });

  it('lets an answer take as long as it likes while events come', async () => {
    deadlines.connected();
    for (let event = 0; event < 20; event += 1) {
      deadlines.heard();
      await clock.advance(19_000);
    }
    expect(expired).toEqual([]);
    await clock.advance(1_000);
    expect(expired).toEqual(['idle-timeout']);
  });

  it('takes a long event that keeps flowing for no silence, but waits no longer for a first one', async () => {
    deadlines.connected();
    deadlines.heard();
    for (let part = 0; part < 5; part += 1) {
      await clock.advance(19_000);
      deadlines.flowing();
    }
    expect(expired).toEqual([]);
    await clock.advance(20_000);
    expect(expired).toEqual(['idle-timeout']);
    const first = new Deadlines(clock, limits, ({ code }) => expired.push(code));
    first.connected();
    await clock.advance(29_999);
    first.flowing();
    await clock.advance(1);
    expect(expired).toEqual(['idle-timeout', 'first-byte-timeout']);
  });

  it('says nothing once it is stopped, and leaves no timer behind', async () => {
    deadlines.connected();
    deadlines.heard();
    deadlines.stop();
    await clock.advance(100_000);
    expect(expired).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });
});

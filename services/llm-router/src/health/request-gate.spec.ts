import { FakeClock } from '@botarmy/testing';

import { RequestGate } from './request-gate';

const stays = new AbortController().signal;

describe('the gate of a provider', () => {
  let clock: FakeClock;
  let gate: RequestGate;

  beforeEach(() => {
    clock = new FakeClock();
    gate = new RequestGate(clock, { concurrency: 1, waiting: 2 });
  });

  it('lets so many in at once; the others wait in line and know how long they did', async () => {
    const first = await gate.enter(stays);
    const [second, third] = [gate.enter(stays), gate.enter(stays)];
    expect([first.waitedMs, gate.underWay, gate.waiting]).toEqual([0, 1, 2]);
    await clock.advance(40);
    first.leave();
    first.leave();
    const entered = await second;
    expect([entered.waitedMs, gate.underWay, gate.waiting]).toEqual([40, 1, 1]);
    entered.leave();
    (await third).leave();
    expect([gate.underWay, gate.waiting]).toEqual([0, 0]);
  });

  it('has a line of limited length', async () => {
    await gate.enter(stays);
    const waiting = [gate.enter(stays), gate.enter(stays)];
    await expect(gate.enter(stays)).rejects.toMatchObject({ code: 'queue-full', isRetryable: true });
    expect(waiting).toHaveLength(2);
  });

  it('forgets who no longer waits', async () => {
    const first = await gate.enter(stays);
    const leaving = new AbortController();
    const gone = gate.enter(leaving.signal);
    const next = gate.enter(stays);
    leaving.abort(new Error('left'));
    await expect(gone).rejects.toThrow('left');
    first.leave();
    await expect(next).resolves.toMatchObject({ waitedMs: 0 });
    await expect(gate.enter(AbortSignal.abort(new Error('left')))).rejects.toThrow('left');
  });
});

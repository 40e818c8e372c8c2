import { FakeClock } from './fake-clock';

describe('a fake clock', () => {
  it('stands still until it is advanced', async () => {
    const clock = new FakeClock('2026-05-01T12:00:00Z');
    expect(clock.now().toISOString()).toBe('2026-05-01T12:00:00.000Z');
    await clock.advance(1_500);
    expect(clock.now().toISOString()).toBe('2026-05-01T12:00:01.500Z');
    expect(clock.monotonicMs()).toBe(1_500);
  });

  it('fires timers in the order they are due, each at its own time', async () => {
    const clock = new FakeClock();
    const fired: [string, number][] = [];
    clock.setTimer(30, () => fired.push(['late', clock.monotonicMs()]));
    clock.setTimer(10, () => fired.push(['early', clock.monotonicMs()]));
    clock.setTimer(50, () => fired.push(['later still', clock.monotonicMs()]));
    await clock.advance(40);
    expect(fired).toEqual([
      ['early', 10],
      ['late', 30],
    ]);
    expect(clock.pendingTimers).toBe(1);
  });

  it('meets a loop that sleeps again and again within one advance', async () => {
    const clock = new FakeClock();
    let rounds = 0;
    const loop = (async () => {
      while (rounds < 3) {
        await clock.sleep(10);
        rounds += 1;
      }
    })();
    await clock.advance(30);
    await loop;
    expect(rounds).toBe(3);
  });

  it('forgets a cancelled timer', async () => {
    const clock = new FakeClock();
    const callback = jest.fn();
    clock.setTimer(10, callback).cancel();
    await clock.advance(20);
    expect(callback).not.toHaveBeenCalled();
  });

  it('rejects an aborted sleep with the reason of the signal', async () => {
    const clock = new FakeClock();
    const abort = new AbortController();
    const asleep = clock.sleep(1_000, abort.signal);
    abort.abort(new Error('shutting down'));
    await expect(asleep).rejects.toThrow('shutting down');
    await expect(clock.sleep(1, abort.signal)).rejects.toThrow('shutting down');
    expect(clock.pendingTimers).toBe(0);
  });

  it('ends a sleep whose signal is never aborted', async () => {
    const clock = new FakeClock();
    const asleep = clock.sleep(5, new AbortController().signal);
    await clock.advance(5);
    await expect(asleep).resolves.toBeUndefined();
  });
});

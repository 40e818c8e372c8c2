import { SystemClock } from './system-clock';

describe('SystemClock', () => {
  const clock = new SystemClock();

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['performance'] });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('measures forward', () => {
    const start = clock.monotonicMs();
    expect(clock.monotonicMs()).toBeGreaterThanOrEqual(start);
    expect(clock.now()).toBeInstanceOf(Date);
  });

  it('calls back once, unless cancelled', () => {
    const called = jest.fn();
    const cancelled = jest.fn();
    clock.setTimer(100, called);
    clock.setTimer(100, cancelled).cancel();
    jest.advanceTimersByTime(100);
    expect(called).toHaveBeenCalledTimes(1);
    expect(cancelled).not.toHaveBeenCalled();
  });

  it('waits longer than one Node timer can', () => {
    const called = jest.fn();
    const days = 40 * 86_400_000;
    clock.setTimer(days, called);
    jest.advanceTimersByTime(days - 1);
    expect(called).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(called).toHaveBeenCalledTimes(1);
  });

  it('wakes a sleeper with the reason of the signal', async () => {
    jest.useRealTimers();
    const stop = new AbortController();
    const sleeping = clock.sleep(60_000, stop.signal);
    stop.abort(new Error('stopping'));
    await expect(sleeping).rejects.toThrow('stopping');
    await expect(clock.sleep(1, stop.signal)).rejects.toThrow('stopping');
    await clock.sleep(0);
  });
});

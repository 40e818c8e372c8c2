import { jest } from '@jest/globals';

import { Refresh } from './refresh';

describe('a refresh', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('turns a burst of requests into two runs', async () => {
    let runs = 0;
    const refresh = new Refresh(async () => void (runs += 1), 100);
    for (let news = 0; news < 10; news += 1) refresh.request();
    expect(runs).toBe(1);
    await jest.advanceTimersByTimeAsync(100);
    expect(runs).toBe(2);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(runs).toBe(2);
    refresh.request();
    expect(runs).toBe(3);
  });

  it('runs nothing once stopped', async () => {
    let runs = 0;
    const refresh = new Refresh(async () => void (runs += 1), 100);
    refresh.request();
    refresh.request();
    refresh.stop();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(runs).toBe(1);
  });
});

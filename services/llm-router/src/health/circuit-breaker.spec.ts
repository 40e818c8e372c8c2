import { FakeClock } from '@botarmy/testing';

import { CircuitBreaker } from './circuit-breaker';

describe('a circuit', () => {
  let clock: FakeClock;
  let breaker: CircuitBreaker;

  beforeEach(() => {
    clock = new FakeClock();
    breaker = new CircuitBreaker(clock, { failures: 3, openMs: 1_000 });
  });

  const fail = (times: number, retryAfterMs?: number): void => {
    for (let time = 0; time < times; time += 1) breaker.admit()?.failed(retryAfterMs);
  };

  it('opens after failures in a row, not after as many with a success between them', () => {
    fail(2);
    breaker.admit()?.succeeded();
    fail(2);
    expect(breaker.state).toBe('closed');
    fail(1);
    expect([breaker.state, breaker.reopensInMs, breaker.admit()]).toEqual(['open', 1_000, undefined]);
  });

  it('lets one probe through once its time is over, and closes when that succeeds', async () => {
    fail(3);
    await clock.advance(1_000);
    expect(breaker.state).toBe('half-open');
    const probe = breaker.admit();
    expect(breaker.admit()).toBeUndefined();
    probe?.succeeded();
    expect(breaker.state).toBe('closed');
    expect(breaker.admit()).toBeDefined();
  });

  it('stays open twice as long after each probe that fails, up to two minutes', async () => {
    fail(3);
    const openMs: number[] = [];
    for (let probe = 0; probe < 8; probe += 1) {
      await clock.advance(breaker.reopensInMs);
      fail(1);
      openMs.push(breaker.reopensInMs);
    }
    expect(openMs).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 120_000, 120_000]);
  });

  it('sends another probe when one ended without saying anything', async () => {
    fail(3);
    await clock.advance(1_000);
    breaker.admit()?.released();
    expect(breaker.admit()).toBeDefined();
  });

  it('leaves alone what asks for it, without calling it broken', async () => {
    fail(1, 5_000);
    expect(breaker.state).toBe('open');
    await clock.advance(5_000);
    expect(breaker.state).toBe('closed');
    fail(1, 86_400_000);
    expect(breaker.reopensInMs).toBe(600_000);
  });

  it('does not open twice for requests that were under way when it did', () => {
    const permits = Array.from({ length: 6 }, () => breaker.admit());
    for (const permit of permits) permit?.failed();
    expect(breaker.reopensInMs).toBe(1_000);
  });
});

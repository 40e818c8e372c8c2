import { LONGEST_WAIT_MS, pauseBeforeRound } from './back-off';

describe('the pause before a route is tried again', () => {
  it('grows, with jitter', () => {
    expect(pauseBeforeRound(0, [undefined], 0)).toBe(125);
    expect(pauseBeforeRound(0, [undefined], 1)).toBe(250);
    expect(pauseBeforeRound(3, [undefined], 1)).toBe(2_000);
  });

  it('is what the providers ask for, the shortest of them', () => {
    expect(pauseBeforeRound(0, [5_000, 3_000], 0)).toBe(3_000);
    expect(pauseBeforeRound(0, [5_000, undefined], 0)).toBe(125);
  });

  it('is left to the caller when it would be long', () => {
    expect(pauseBeforeRound(0, [LONGEST_WAIT_MS + 1], 0)).toBeUndefined();
  });
});

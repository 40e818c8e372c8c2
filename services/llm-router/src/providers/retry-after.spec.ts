import { retryAfterMsOf } from './retry-after';

describe('how long a provider asks to wait', () => {
  const now = new Date('2026-11-23T10:00:00Z');

  it.each<[Record<string, string>, number | undefined]>([
    [{}, undefined],
    [{ 'retry-after': '3' }, 3_000],
    [{ 'retry-after': '3', 'retry-after-ms': '2500' }, 2_500],
    [{ 'retry-after': 'Mon, 23 Nov 2026 10:00:07 GMT' }, 7_000],
    [{ 'retry-after': 'Mon, 23 Nov 2026 09:00:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
  ])('%j means %s ms', (headers, ms) => {
    expect(retryAfterMsOf(new Headers(headers), now)).toBe(ms);
  });
});

import { spreadOf } from './parked-figures';

describe('a spread', () => {
  it('has median, 99th percentile and maximum, whatever the order', () => {
    const times = Array.from({ length: 200 }, (_none, index) => 200 - index);
    expect(spreadOf(times)).toEqual({ count: 200, p50: 101, p99: 199, longest: 200 });
  });

  it('of nothing is nothing', () => {
    expect(spreadOf([])).toEqual({ count: 0, p50: 0, p99: 0, longest: 0 });
  });
});

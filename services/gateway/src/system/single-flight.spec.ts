import { FakeClock } from '@botarmy/testing';

import { SingleFlight } from './single-flight';

describe('a single flight', () => {
  it('finds an answer once for all who ask while it is fresh, and for each key', async () => {
    const clock = new FakeClock();
    const flight = new SingleFlight<number>(clock, 2_000, 2);
    let found = 0;
    const find = () => Promise.resolve((found += 1));
    expect(await Promise.all([flight.run('a', find), flight.run('a', find), flight.run('b', find)])).toEqual([1, 1, 2]);
    await clock.advance(2_000);
    expect(await flight.run('a', find)).toBe(3);
    expect(await flight.run('c', find)).toBe(4);
  });
});

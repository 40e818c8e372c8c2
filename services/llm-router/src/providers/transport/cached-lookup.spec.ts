import { FakeClock } from '@botarmy/testing';

import { CachedLookup } from './cached-lookup';
import type { HostAddress } from './cached-lookup';

const FOUR = { address: '192.0.2.1', family: 4 };
const SIX = { address: '2001:db8::1', family: 6 };

describe('a lookup of a host', () => {
  let clock: FakeClock;
  let asked: string[];
  let seconds: number | undefined;
  let failure: Error | undefined;
  let cache: CachedLookup;

  beforeEach(() => {
    clock = new FakeClock();
    asked = [];
    seconds = 60;
    failure = undefined;
    cache = new CachedLookup(clock, {
      addressesOf: async (host) => {
        asked.push(host);
        if (failure !== undefined) throw failure;
        return [FOUR, SIX];
      },
      timeToLiveOf: async () => seconds,
    });
  });

  const lookup = (host: string, options = {}): Promise<unknown> =>
    new Promise((resolve, reject) =>
      cache.lookup(host, options, (error, address?: string | readonly HostAddress[], family?: number) =>
        error === null ? resolve(family === undefined ? address : [address, family]) : reject(error),
      ),
    );

  it('is made once while the answer holds', async () => {
    await Promise.all([lookup('a.example'), lookup('a.example')]);
    await clock.advance(59_999);
    await lookup('a.example');
    expect(asked).toEqual(['a.example']);
    await clock.advance(1);
    await lookup('a.example');
    expect(asked).toHaveLength(2);
  });

  it('holds half a minute where no name server knows the host', async () => {
    seconds = undefined;
    await lookup('own.example');
    await clock.advance(30_000);
    await lookup('own.example');
    expect(asked).toHaveLength(2);
  });

  it('is made again after a failure', async () => {
    failure = new Error('gone');
    await expect(lookup('a.example')).rejects.toThrow('gone');
    failure = undefined;
    await expect(lookup('a.example')).resolves.toEqual([FOUR.address, 4]);
  });

  it('answers in every way a socket asks', async () => {
    await expect(lookup('a.example', { all: true })).resolves.toEqual([FOUR, SIX]);
    await expect(lookup('a.example', { family: 6 })).resolves.toEqual([SIX.address, 6]);
    await expect(lookup('a.example', { family: 'IPv4' })).resolves.toEqual([FOUR.address, 4]);
  });
});

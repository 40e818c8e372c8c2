import { MetricsRegistry } from '@botarmy/chassis';

import { RunnerConfig } from '../config';
import { ContentCache } from './content-cache';

function cacheOf(bytes: number): { cache: ContentCache; metrics: MetricsRegistry } {
  const config = new RunnerConfig();
  config.INPUT_CACHE_BYTES = bytes;
  const metrics = new MetricsRegistry();
  return { cache: new ContentCache(config, metrics), metrics };
}

describe('the cache of input documents', () => {
  it('gives back what was put in, to the same tenant alone', () => {
    const { cache } = cacheOf(100);
    cache.set('ten_a', 'hash', 'text');
    expect(cache.get('ten_a', 'hash')).toBe('text');
    expect(cache.get('ten_b', 'hash')).toBeUndefined();
  });

  it('forgets the least recently used first when its bytes are used up', () => {
    const { cache } = cacheOf(10);
    cache.set('ten_a', 'one', '1234');
    cache.set('ten_a', 'two', '1234');
    cache.get('ten_a', 'one');
    cache.set('ten_a', 'three', 'éé');
    expect(['one', 'two', 'three'].map((hash) => cache.get('ten_a', hash) !== undefined)).toEqual([true, false, true]);
  });

  it('does not take what is larger than all of it, nor anything twice', () => {
    const { cache } = cacheOf(10);
    cache.set('ten_a', 'large', '12345678901');
    expect(cache.get('ten_a', 'large')).toBeUndefined();
    for (let round = 0; round < 5; round += 1) cache.set('ten_a', 'small', '123456');
    cache.set('ten_a', 'other', '1234');
    expect(cache.get('ten_a', 'small')).toBe('123456');
  });

  it('counts what it had and what it had not', async () => {
    const { cache, metrics } = cacheOf(10);
    cache.get('ten_a', 'one');
    cache.set('ten_a', 'one', '1');
    cache.get('ten_a', 'one');
    const text = await metrics.text();
    expect(text).toContain('botarmy_agent_input_lookups_total{outcome="missed"} 1');
    expect(text).toContain('botarmy_agent_input_lookups_total{outcome="found"} 1');
  });
});

import { ManualClock, settle } from '../clock/manual-clock.fixture';
import { RetryableError } from '../errors/retryable-error';
import type { BatchWriterOptions } from './batch-writer';
import { BatchWriter } from './batch-writer';

interface Write {
  items: readonly number[];
  finish: (results?: (string | Error)[]) => void;
  fail: (error: Error) => void;
}

function writer(options: Partial<BatchWriterOptions<number, string>> = {}) {
  const writes: Write[] = [];
  const batchWriter = new BatchWriter<number, string>({
    name: 'orders',
    maxItems: 3,
    write: (items) =>
      new Promise((resolve, reject) => {
        writes.push({
          items,
          finish: (results = items.map((item) => `stored ${item}`)) => resolve(results),
          fail: reject,
        });
      }),
    ...options,
  });
  return { batchWriter, writes };
}

describe('BatchWriter', () => {
  it('writes a lone item at once', async () => {
    const { batchWriter, writes } = writer();
    const added = batchWriter.add(1);
    await settle();
    expect(writes.map((write) => write.items)).toEqual([[1]]);
    writes[0]?.finish();
    expect(await added).toBe('stored 1');
  });

  it('gathers while a write is in flight, up to the limit and in order', async () => {
    const { batchWriter, writes } = writer();
    const all = [batchWriter.add(1)];
    await settle();
    for (const item of [2, 3, 4, 5]) all.push(batchWriter.add(item));
    expect(batchWriter.queued).toBe(4);
    writes[0]?.finish();
    await settle();
    writes[1]?.finish();
    await settle();
    writes[2]?.finish();
    expect(await Promise.all(all)).toEqual(['stored 1', 'stored 2', 'stored 3', 'stored 4', 'stored 5']);
    expect(writes.map((write) => write.items)).toEqual([[1], [2, 3, 4], [5]]);
  });

  it('puts items of the same turn into one batch', async () => {
    const { batchWriter, writes } = writer();
    void batchWriter.add(1);
    void batchWriter.add(2);
    await settle();
    expect(writes.map((write) => write.items)).toEqual([[1, 2]]);
  });

  it('gives each item its own error', async () => {
    const { batchWriter, writes } = writer();
    const results = Promise.allSettled([batchWriter.add(1), batchWriter.add(2)]);
    await settle();
    writes[0]?.finish(['stored 1', new Error('stale version')]);
    expect(await results).toEqual([
      { status: 'fulfilled', value: 'stored 1' },
      { status: 'rejected', reason: new Error('stale version') },
    ]);
  });

  it('fails the whole batch when the write throws, and goes on with the next', async () => {
    const { batchWriter, writes } = writer();
    const first = batchWriter.add(1);
    await settle();
    const second = batchWriter.add(2);
    writes[0]?.fail(new Error('connection lost'));
    await expect(first).rejects.toThrow('connection lost');
    await settle();
    writes[1]?.finish();
    expect(await second).toBe('stored 2');
  });

  it('fails loudly when the answers do not match the items', async () => {
    const { batchWriter, writes } = writer();
    const added = batchWriter.add(1);
    await settle();
    writes[0]?.finish([]);
    await expect(added).rejects.toThrow('orders wrote 1 items but answered for 0');
  });

  it('refuses items beyond its bound', async () => {
    const { batchWriter } = writer({ maxQueued: 2 });
    void batchWriter.add(1);
    void batchWriter.add(2);
    await expect(batchWriter.add(3)).rejects.toThrow(RetryableError);
  });

  it('waits for company no longer than allowed, and not at all when the batch is full', async () => {
    const clock = new ManualClock();
    const { batchWriter, writes } = writer({ maxDelayMs: 100, clock });
    void batchWriter.add(1);
    await clock.advance(99);
    expect(writes).toHaveLength(0);
    await clock.advance(1);
    expect(writes).toHaveLength(1);
    writes[0]?.finish();
    await settle();
    for (const item of [2, 3, 4]) void batchWriter.add(item);
    await settle();
    expect(writes[1]?.items).toEqual([2, 3, 4]);
    expect(clock.pendingMs).toEqual([]);
  });

  it('waits for company after a write too, counted from the first item that waits', async () => {
    const clock = new ManualClock();
    const { batchWriter, writes } = writer({ maxDelayMs: 100, clock });
    void batchWriter.add(1);
    await clock.advance(100);
    await clock.advance(10);
    void batchWriter.add(2);
    await clock.advance(20);
    void batchWriter.add(3);
    writes[0]?.finish();
    await settle();
    expect(clock.pendingMs).toEqual([80]);
    await clock.advance(79);
    expect(writes).toHaveLength(1);
    await clock.advance(1);
    expect(writes[1]?.items).toEqual([2, 3]);
  });

  it('writes at once after a write that took as long as the delay, and as soon as a batch is full', async () => {
    const clock = new ManualClock();
    const { batchWriter, writes } = writer({ maxDelayMs: 100, clock });
    void batchWriter.add(1);
    await clock.advance(100);
    void batchWriter.add(2);
    await clock.advance(100);
    writes[0]?.finish();
    await settle();
    expect(writes[1]?.items).toEqual([2]);
    for (const item of [3, 4, 5, 6]) void batchWriter.add(item);
    writes[1]?.finish();
    await settle();
    expect(writes[2]?.items).toEqual([3, 4, 5]);
  });

  it('flushes without waiting for company', async () => {
    const clock = new ManualClock();
    const { batchWriter, writes } = writer({ maxDelayMs: 100, clock });
    for (const item of [1, 2, 3]) void batchWriter.add(item);
    await settle();
    void batchWriter.add(4);
    const flushed = batchWriter.flush();
    writes[0]?.finish();
    await settle();
    expect(writes[1]?.items).toEqual([4]);
    writes[1]?.finish();
    await flushed;
    expect(clock.pendingMs).toEqual([]);
  });

  it('writes what waits before it closes, and takes nothing afterwards', async () => {
    const clock = new ManualClock();
    const { batchWriter, writes } = writer({ maxDelayMs: 100, clock });
    const added = batchWriter.add(1);
    const closed = batchWriter.close();
    await settle();
    writes[0]?.finish();
    await closed;
    expect(await added).toBe('stored 1');
    await expect(batchWriter.add(2)).rejects.toThrow('orders is closed');
  });

  it('refuses settings that cannot work', () => {
    expect(() => writer({ maxItems: 0 })).toThrow('maxItems must be at least 1');
    expect(() => writer({ maxDelayMs: 5 })).toThrow('maxDelayMs needs a clock');
  });
});

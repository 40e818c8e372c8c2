import { isolateFailures } from './isolate-failures';

describe('a batch with something that cannot be written', () => {
  const write = async (items: readonly number[]): Promise<number[]> => {
    if (items.includes(3)) throw new RangeError('three');
    return items.map((item) => item * 10);
  };

  it('is written at once when nothing is wrong', async () => {
    await expect(isolateFailures([1, 2], write)).resolves.toEqual([10, 20]);
  });

  it('is written item by item, and only the bad one fails', async () => {
    await expect(isolateFailures([1, 3, 2], write)).resolves.toEqual([10, expect.any(RangeError), 20]);
    await expect(isolateFailures([3], write)).rejects.toThrow(RangeError);
  });

  it('fails as a whole when the database is gone', async () => {
    const gone = Object.assign(new Error('connection refused'), { code: 'ECONNREFUSED' });
    const tries: number[] = [];
    const fail = async (items: readonly number[]): Promise<number[]> => {
      tries.push(items.length);
      throw gone;
    };
    await expect(isolateFailures([1, 2], fail)).rejects.toBe(gone);
    expect(tries).toEqual([2]);
  });
});

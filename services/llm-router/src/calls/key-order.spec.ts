import { inKeyOrder } from './key-order';

describe('a batch in the order of its keys', () => {
  it('is written sorted and answered as it was given', async () => {
    const items = ['t2/a', 't1/b', 't1/a', 't1/b'].map((name, index) => {
      const [tenant_id = '', idempotency_key = ''] = name.split('/');
      return { tenant_id, idempotency_key, name, index };
    });
    const written: string[] = [];
    const results = await inKeyOrder(items, async (ordered) => {
      written.push(...ordered.map(({ name, index }) => `${name}#${index}`));
      return ordered.map(({ index }) => index);
    });
    expect(written).toEqual(['t1/a#2', 't1/b#1', 't1/b#3', 't2/a#0']);
    expect(results).toEqual([0, 1, 2, 3]);
  });
});

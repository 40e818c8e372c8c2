import { RequestTurns } from './request-turns';

describe('turns', () => {
  it('of one request come one after the other, also after a failure; those of others do not wait', async () => {
    const turns = new RequestTurns();
    const order: string[] = [];
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const first = turns.run('a', async () => {
      await held;
      order.push('first');
      throw new Error('refused');
    });
    const second = turns.run('a', () => Promise.resolve(order.push('second')));
    await turns.run('b', () => Promise.resolve(order.push('other')));
    release();
    await expect(first).rejects.toThrow('refused');
    await second;
    expect(order).toEqual(['other', 'first', 'second']);
  });
});

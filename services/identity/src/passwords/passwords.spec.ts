import { needsRehash } from 'argon2';

import { RetryableError } from '@botarmy/chassis';

import { ConcurrencyLimit } from './concurrency-limit';
import { DUMMY_HASH, HASH_PARAMETERS, PasswordHasher } from './password-hasher';

describe('a password hasher', () => {
  const hasher = new PasswordHasher();

  it('tells the right password from a wrong one', async () => {
    const hash = await hasher.hash('a password');
    expect(hash).toMatch(/^\$argon2id\$/);
    await expect(hasher.verify(hash, 'a password')).resolves.toBe(true);
    await expect(hasher.verify(hash, 'another')).resolves.toBe(false);
  });

  it('does the work of a check when there is no user', async () => {
    expect(needsRehash(DUMMY_HASH, HASH_PARAMETERS)).toBe(false);
    await expect(hasher.verify(undefined, 'a password')).resolves.toBe(false);
  });
});

describe('a concurrency limit', () => {
  it('runs so many at once, in order, and refuses what it cannot queue', async () => {
    const limit = new ConcurrencyLimit(2, 1);
    const gates = [1, 2, 3].map(() => Promise.withResolvers<void>());
    const started: number[] = [];
    const tasks = gates.map((gate, index) =>
      limit.run(async () => {
        started.push(index);
        await gate.promise;
        return index;
      }),
    );
    expect(started).toEqual([0, 1]);
    await expect(limit.run(() => Promise.resolve())).rejects.toBeInstanceOf(RetryableError);
    gates[0]?.resolve();
    await tasks[0];
    expect(started).toEqual([0, 1, 2]);
    gates[1]?.resolve();
    gates[2]?.resolve();
    await expect(Promise.all(tasks)).resolves.toEqual([0, 1, 2]);
    await expect(limit.run(() => Promise.resolve('free again'))).resolves.toBe('free again');
  });

  it('passes the place on when a task fails', async () => {
    const limit = new ConcurrencyLimit(1, 1);
    await expect(limit.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(limit.run(() => Promise.resolve(1))).resolves.toBe(1);
  });
});

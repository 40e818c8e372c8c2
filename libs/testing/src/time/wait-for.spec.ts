import { waitFor } from './wait-for';

describe('waitFor', () => {
  it('returns the value as soon as there is one', async () => {
    const answers = [undefined, false, null, 7];
    expect(await waitFor(() => answers.shift(), { describe: 'a number' })).toBe(7);
  });

  it('takes an error of the condition as not yet', async () => {
    let calls = 0;
    const condition = (): boolean => {
      calls += 1;
      if (calls === 1) {
        throw new Error('connection refused');
      }
      return true;
    };
    expect(await waitFor(condition, { describe: 'a connection' })).toBe(true);
  });

  it('says what it waited for and what went wrong last', async () => {
    const condition = (): never => {
      throw new Error('connection refused');
    };
    await expect(waitFor(condition, { timeoutMs: 15, describe: 'the database' })).rejects.toThrow(
      'Waited 15 ms for the database, in vain. Last error: connection refused',
    );
  });
});

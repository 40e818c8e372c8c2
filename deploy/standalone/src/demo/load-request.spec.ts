import { BotArmyProblem } from '@botarmy/sdk';
import type { HitlRequestView } from '@botarmy/sdk';

import { loadRequest } from './load-request';

describe('a request the workflow waits for', () => {
  const open = new AbortController().signal;
  const problem = (status: number) => new BotArmyProblem({ status, code: 'x', title: 'Refused', detail: 'no' });
  /** Refuses as often as there are statuses, then answers. */
  const clientThat = (...statuses: number[]) => ({
    getHitlRequest: jest.fn(async () => {
      const status = statuses.shift();
      if (status !== undefined) throw problem(status);
      return { id: 'hitl_1' } as HitlRequestView;
    }),
  });

  it('is asked for again until it is open', async () => {
    const client = clientThat(404, 404);
    expect(await loadRequest(client, 'hitl_1', open)).toEqual({ id: 'hitl_1' });
    expect(client.getHitlRequest).toHaveBeenCalledTimes(3);
  });

  it('is not asked for again when the answer is another one', async () => {
    const client = clientThat(403, 404);
    await expect(loadRequest(client, 'hitl_1', open)).rejects.toThrow('Refused: no');
    expect(client.getHitlRequest).toHaveBeenCalledTimes(1);
  });

  it('is given up in time', async () => {
    const clock = jest.spyOn(performance, 'now').mockReturnValueOnce(0).mockReturnValue(10_000);
    await expect(loadRequest(clientThat(404, 404), 'hitl_1', open)).rejects.toThrow('Refused: no');
    clock.mockRestore();
  });

  it('is given up when it is withdrawn', async () => {
    const client = clientThat(404, 404);
    const withdrawn = new AbortController();
    client.getHitlRequest.mockImplementation(async () => {
      withdrawn.abort(new Error('answered elsewhere'));
      throw problem(404);
    });
    await expect(loadRequest(client, 'hitl_1', withdrawn.signal)).rejects.toThrow();
    expect(client.getHitlRequest).toHaveBeenCalledTimes(1);
  });
});

import { stopWithPatience, waitForStop } from './wait-for-stop';

describe('the end of a run', () => {
  const lines: string[] = [];
  const print = (line: string): void => void lines.push(line);
  beforeEach(() => lines.splice(0));
  afterEach(() => {
    jest.restoreAllMocks();
    for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'uncaughtException']) process.removeAllListeners(event);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('is asked for by %s', async (signal) => {
    const stop = waitForStop();
    process.emit(signal, signal);
    expect(await stop.requested).toEqual({ reason: signal });
    expect(stop.signal.aborted).toBe(true);
  });

  it('is asked for by an error nobody caught', async () => {
    const stop = waitForStop();
    const error = new Error('nobody caught me');
    process.emit('uncaughtException', error);
    expect(await stop.requested).toEqual({ reason: error });
  });

  it('comes at once with a second Ctrl-C, which is not the echo of the first', async () => {
    const exit = jest.spyOn(process, 'exit').mockImplementation(() => undefined as never);
    const clock = jest.spyOn(performance, 'now').mockReturnValue(0);
    let finish = (): void => undefined;
    const stopping = stopWithPatience(print, () => new Promise((resolve) => (finish = resolve)));
    clock.mockReturnValue(200);
    process.emit('SIGINT');
    expect(exit).not.toHaveBeenCalled();
    clock.mockReturnValue(1_500);
    process.emit('SIGINT');
    expect(exit).toHaveBeenCalledWith(130);
    finish();
    await stopping;
    process.emit('SIGINT');
    expect(exit).toHaveBeenCalledTimes(1);
    expect(lines).toEqual([
      'Stopping; press Ctrl-C again to end at once.',
      'Ended at once. The next start puts in order what was cut off.',
    ]);
  });
});

import { settle } from '../clock/manual-clock.fixture';
import { createLogger } from '../logging/create-logger';
import { stopOnSignals } from './stop-on-signals';

describe('stopOnSignals', () => {
  const exit = jest.spyOn(process, 'exit').mockImplementation(() => undefined as never);
  const runtime = { logger: createLogger({ level: 'silent' }) };

  function listen(close: () => Promise<void>): (signal: string) => void {
    const before = new Set(process.listeners('SIGTERM'));
    stopOnSignals({ close }, runtime);
    const added = process.listeners('SIGTERM').find((listener) => !before.has(listener)) as (signal: string) => void;
    process.off('SIGTERM', added);
    process.off('SIGINT', added);
    return added;
  }

  afterEach(() => exit.mockClear());
  afterAll(() => exit.mockRestore());

  it('closes once, however often it is asked, and exits 0', async () => {
    const close = jest.fn(async () => undefined);
    const signal = listen(close);
    signal('SIGTERM');
    signal('SIGTERM');
    await settle();
    expect(close).toHaveBeenCalledTimes(1);
    expect(exit.mock.calls).toEqual([[0]]);
  });

  it('exits 1 when the stop was not graceful', async () => {
    listen(() => Promise.reject(new Error('cut off')))('SIGTERM');
    await settle();
    expect(exit.mock.calls).toEqual([[1]]);
  });
});

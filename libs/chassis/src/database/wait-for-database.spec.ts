import { ManualClock } from '../clock/manual-clock.fixture';
import { createLogger } from '../logging/create-logger';
import { waitForDatabase } from './wait-for-database';

const logger = createLogger({ level: 'silent' });

function failing(code: string): Error {
  return Object.assign(new Error('failed'), { code });
}

describe('a start without a database', () => {
  it('goes on as soon as the database answers', async () => {
    const clock = new ManualClock();
    const ping = jest.fn<Promise<void>, []>();
    ping.mockRejectedValueOnce(failing('ECONNREFUSED')).mockRejectedValueOnce(failing('57P03')).mockResolvedValue();
    const started = waitForDatabase({ ping }, { clock, logger });
    for (const ms of [0, 250, 250]) await clock.advance(ms);
    await started;
    expect(ping).toHaveBeenCalledTimes(3);
  });

  it('ends at once for what waiting does not change', async () => {
    const ping = jest.fn<Promise<void>, []>().mockRejectedValue(failing('28P01'));
    await expect(waitForDatabase({ ping }, { clock: new ManualClock(), logger })).rejects.toMatchObject({
      code: '28P01',
    });
    expect(ping).toHaveBeenCalledTimes(1);
  });

  it('ends after a minute', async () => {
    const clock = new ManualClock();
    const ping = jest.fn<Promise<void>, []>().mockRejectedValue(failing('ECONNREFUSED'));
    const started = waitForDatabase({ ping }, { clock, logger });
    const ended = expect(started).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    for (let second = 0; second <= 60; second += 1) await clock.advance(1_000);
    await ended;
  });
});

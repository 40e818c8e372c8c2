import type { Clock } from '../clock/clock';
import { isRetryableDatabaseError } from '../errors/database-errors';
import type { Logger } from '../logging/logger';
import type { Database } from './database';

const PAUSE_MS = 250;
const LIMIT_MS = 60_000;

/**
 * Resolves when PostgreSQL answers: a service that starts while it comes back would only end and be started again.
 * Throws what does not pass by waiting at once, everything else after a minute.
 */
export async function waitForDatabase(
  database: Pick<Database, 'ping'>,
  { clock, logger }: { clock: Clock; logger: Logger },
): Promise<void> {
  const deadlineMs = clock.monotonicMs() + LIMIT_MS;
  for (let isFirst = true; ; isFirst = false) {
    try {
      await database.ping();
      return;
    } catch (error) {
      if (!isRetryableDatabaseError(error) || clock.monotonicMs() >= deadlineMs) throw error;
      if (isFirst) logger.warn({ err: error }, 'the database does not answer, the start waits for it');
    }
    await clock.sleep(PAUSE_MS);
  }
}

import { startLoop } from '@botarmy/chassis';
import type { Clock, Database, Logger, Loop } from '@botarmy/chassis';

const HOUR_MS = 3_600_000;
/** Longer than any stream keeps a message, so that no repetition can arrive after its trace is forgotten. */
const KEPT = '8 days';

/** Forgets what the inbox handled long ago, once an hour, in bounded steps. */
export function startPruneLoop(database: Database, clock: Clock, logger: Logger): Loop {
  return startLoop({
    name: 'messaging-prune',
    intervalMs: HOUR_MS,
    run: async () => {
      const [row] = await database.call<{ pruned: number }>('messaging_prune', KEPT);
      return (row?.pruned ?? 0) > 0;
    },
    clock,
    logger,
  });
}

import { setTimeout as delay } from 'node:timers/promises';

import { BotArmyProblem } from '@botarmy/sdk';
import type { BotArmyClient, HitlRequestView } from '@botarmy/sdk';

const FIRST_PAUSE_MS = 25;
const LONGEST_WAIT_MS = 10_000;

/**
 * Loads a request that a workflow waits for. The workflow knows its id a moment before `hitl` has opened it: until then
 * the answer is 404, and is asked for again for a while.
 */
export async function loadRequest(
  client: Pick<BotArmyClient, 'getHitlRequest'>,
  requestId: string,
  signal: AbortSignal,
): Promise<HitlRequestView> {
  const startedMs = performance.now();
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs *= 2) {
    try {
      return await client.getHitlRequest({ request_id: requestId }, { signal });
    } catch (error) {
      const isNotYet = error instanceof BotArmyProblem && error.status === 404;
      if (!isNotYet || performance.now() - startedMs + pauseMs > LONGEST_WAIT_MS) throw error;
    }
    await delay(pauseMs, undefined, { signal });
  }
}

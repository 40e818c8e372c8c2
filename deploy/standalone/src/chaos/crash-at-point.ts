import { isProcessAlive } from '@botarmy/embedded-infrastructure';

import { ServiceStartError } from '../services/service-start-error';
import { waitUntilReady } from '../services/wait-until-ready';
import type { CrashPoint } from './crash-points';
import { FaultError, processOf } from './fault';
import type { Fault, FaultContext, FaultOutcome } from './fault';
import { holdsWithin } from './wait-for-condition';

/** A point that workflows pass is reached much sooner. */
const REACH_MS = 60_000;
const RECOVER_MS = 60_000;

/**
 * Restarts a service so that it ends itself with SIGKILL at the given passage of a point, and waits until the launcher has
 * brought it back.
 */
export function crashAtPoint({ service: name, name: point }: CrashPoint, passage: number): Fault {
  return {
    name: `${name} at ${point}#${passage}`,
    run: (context) => crash(context, name, `${point}#${passage}`),
  };
}

async function crash(
  { platform, signal }: FaultContext,
  name: CrashPoint['service'],
  where: string,
): Promise<FaultOutcome> {
  const service = processOf(platform, name);
  const graceful = service.pid;
  // A point that is passed while the service starts ends it before it is ready; it is brought back all the same.
  const restarted = service.restart({ once: { CRASH_AT: where } }).catch((error: unknown) => {
    if (!(error instanceof ServiceStartError)) throw error;
  });
  if (!(await holdsWithin(() => service.pid !== graceful, RECOVER_MS, signal))) {
    throw new FaultError(`${name} could not be restarted within ${RECOVER_MS} ms.`);
  }
  const doomed = service.pid;
  if (!(await holdsWithin(() => !isProcessAlive(doomed), REACH_MS, signal))) {
    throw new FaultError(`${name} did not pass ${where} within ${REACH_MS} ms.`);
  }
  const diedAtMs = performance.now();
  await restarted;
  if (!(await holdsWithin(() => service.pid !== doomed, RECOVER_MS, signal))) {
    throw new FaultError(`${name} was not started again within ${RECOVER_MS} ms.`);
  }
  await waitUntilReady(service.url, AbortSignal.any([signal, AbortSignal.timeout(RECOVER_MS)]));
  return { killed: [name], recoveredAfterMs: performance.now() - diedAtMs };
}

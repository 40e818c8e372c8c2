import type { ServiceName } from '@botarmy/contracts';
import { isProcessAlive } from '@botarmy/embedded-infrastructure';

import { FaultError, processOf } from './fault';
import type { Fault, FaultContext, FaultOutcome } from './fault';
import { waitUntilWhole } from './kill-without-warning';
import { holdsWithin } from './wait-for-condition';

/** A service says that it takes nothing new this soon after it was asked to stop. */
const NOT_READY_MS = 1_000;
const STOP_MS = 25_000;
const RECOVER_MS = 60_000;

/** SIGTERM: the service is not ready at once, finishes what it has in hand, and ends with 0; the launcher brings it back. */
export function stopGracefully(name: ServiceName): Fault {
  return { name: `SIGTERM ${name}`, run: (context) => stop(context, name) };
}

async function stop(context: FaultContext, name: ServiceName): Promise<FaultOutcome> {
  const { platform, words, signal } = context;
  const service = processOf(platform, name);
  const { pid } = service;
  const startedMs = performance.now();
  service.kill('SIGTERM');
  if (!(await holdsWithin(async () => !(await isReady(service.url)), NOT_READY_MS, signal))) {
    throw new FaultError(`${name} was still ready ${NOT_READY_MS} ms after SIGTERM.`);
  }
  if (!(await holdsWithin(() => !isProcessAlive(pid), STOP_MS, signal))) {
    throw new FaultError(`${name} still ran ${STOP_MS} ms after SIGTERM.`);
  }
  const stoppedAfterMs = performance.now() - startedMs;
  if (!(await holdsWithin(() => service.pid !== pid, RECOVER_MS, signal))) {
    throw new FaultError(`${name} was not started again within ${RECOVER_MS} ms.`);
  }
  const how = words.endsOf(name).at(-1);
  if (how !== 'code 0') throw new FaultError(`${name} ended with ${how} after ${Math.round(stoppedAfterMs)} ms.`);
  await waitUntilWhole(context);
  return { killed: [], stopped: [name], recoveredAfterMs: performance.now() - startedMs };
}

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(NOT_READY_MS) });
    return response.ok;
  } catch {
    return false;
  }
}

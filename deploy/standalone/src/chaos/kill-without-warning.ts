import { rmSync } from 'node:fs';
import { join } from 'node:path';

import type { ServiceName } from '@botarmy/contracts';
import type { ManagedServer } from '@botarmy/embedded-infrastructure';

import type { InfrastructurePart } from '../infrastructure/start-infrastructure';
import type { HostedService } from '../services/hosted-service';
import { waitUntilReady } from '../services/wait-until-ready';
import { childrenOf, killAll } from './child-processes';
import { FaultError, processOf } from './fault';
import type { Fault, FaultContext, FaultOutcome, Victim } from './fault';
import { holdsWithin } from './wait-for-condition';

const RECOVER_MS = 60_000;

/** `kill -9` of several processes at the same moment; the launcher brings them back. */
export function killTogether(victims: readonly Victim[]): Fault {
  return { name: `kill -9 ${victims.join(' + ')}`, run: (context) => killAndWait(context, victims) };
}

async function killAndWait(context: FaultContext, victims: readonly Victim[]): Promise<FaultOutcome> {
  const startedMs = performance.now();
  await Promise.all(victims.map((victim) => killOne(context, victim)));
  await waitUntilWhole(context);
  return { killed: victims, recoveredAfterMs: performance.now() - startedMs };
}

/** Ends one process and returns when another one runs in its place. */
async function killOne({ platform, signal }: FaultContext, victim: Victim): Promise<void> {
  const current =
    victim === 'PostgreSQL' || victim === 'nats-server'
      ? embedded(victim === 'PostgreSQL' ? platform.database : platform.broker)
      : processOf(platform, victim);
  const { pid } = current;
  // PostgreSQL's back ends would notice within moments; here they die with it.
  killAll([pid, ...(victim === 'PostgreSQL' ? childrenOf(pid) : [])]);
  if (!(await holdsWithin(() => current.pid !== pid, RECOVER_MS, signal))) {
    throw new FaultError(`${victim} was not started again within ${RECOVER_MS} ms.`);
  }
}

/** The broker dies and its whole store is gone before it starts again. */
export const loseJetStreamStore: Fault = {
  name: 'JetStream store deleted',
  run: async (context) => {
    const { platform } = context;
    const server = embedded(platform.broker);
    const startedMs = performance.now();
    killAll([server.pid]);
    // Asked to stop, it is not brought back before the store is gone.
    await server.stop();
    rmSync(join(platform.folder.nats, 'jetstream'), { recursive: true });
    await server.restart();
    await waitUntilWhole(context);
    return { killed: ['nats-server'], recoveredAfterMs: performance.now() - startedMs };
  },
};

function embedded({ server }: InfrastructurePart): ManagedServer {
  if (server === undefined) throw new FaultError('only embedded servers can be killed');
  return server;
}

/** Resolves when every service is ready, which it is not without database and broker. */
export async function waitUntilWhole({ platform, signal }: FaultContext): Promise<void> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(RECOVER_MS)]);
  const waitFor = async ([name, { url }]: [ServiceName, HostedService]): Promise<void> => {
    try {
      await waitUntilReady(url, limit);
    } catch {
      signal.throwIfAborted();
      throw new FaultError(`${name} was not ready again within ${RECOVER_MS} ms.`);
    }
  };
  await Promise.all([...platform.services].map(waitFor));
}

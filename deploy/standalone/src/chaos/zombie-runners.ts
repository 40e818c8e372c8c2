import { join } from 'node:path';

import { findFreePort } from '@botarmy/embedded-infrastructure';

import type { Platform } from '../platform/platform';
import type { ServiceProcess } from '../services/service-process';
import { processOf } from './fault';
import type { Fault } from './fault';
import { outsleepLeases } from './outsleep-leases';

/** Runners that sleep at the same time; one more stays awake and takes their tasks over. */
const SLEEPING_TOGETHER = 3;

/** Runners for a run in which some sleep past their leases again and again. */
export interface ZombieRunners {
  /** Faults in which runners are put to sleep `rounds` times in all. */
  faults(rounds: number): Fault[];
  stop(): Promise<void>;
}

/** Starts further runners beside the platform's own, which stays awake. */
export async function startZombieRunners(platform: Platform): Promise<ZombieRunners> {
  const awake = processOf(platform, 'agent-runner');
  const sleepers: ServiceProcess[] = [];
  for (let number = 1; number <= SLEEPING_TOGETHER; number += 1) {
    const name = `agent-runner-${number}`;
    const port = await findFreePort();
    sleepers.push(
      await awake.startTwin({
        port,
        logFile: join(platform.folder.logs, `${name}.log`),
        onStarted: (pid) => platform.record(name, pid, port),
      }),
    );
  }
  return {
    faults: (rounds) =>
      Array.from({ length: Math.ceil(rounds / SLEEPING_TOGETHER) }, (_none, index) =>
        outsleepLeases(sleepers.slice(0, rounds - index * SLEEPING_TOGETHER)),
      ),
    stop: async () => void (await Promise.all(sleepers.map((runner) => runner.stop()))),
  };
}

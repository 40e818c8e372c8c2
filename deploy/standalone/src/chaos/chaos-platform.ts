import type { OwnerEnvironment } from '../environment';
import type { Platform } from '../platform/platform';
import type { PlatformOptions } from '../platform/platform-options';
import { startPlatform } from '../platform/start-platform';
import type { Print } from '../terminal/print';

/** Of the caller's variables only what concerns the machine: no keys of providers, no database or broker of anybody's. */
const fromCaller = ['PATH', 'HOME', 'TMPDIR', 'NATS_SERVER_BIN', 'BOTARMY_CACHE_DIR'];

/** Seconds a silent runner keeps its task, and milliseconds a silent router keeps its call: short, so that a run shows many recoveries. */
const PATIENCE = { TASK_LEASE_SECONDS: '10', CALL_LEASE_MS: '3000' };

/** Time a simulated answer takes, so that kills meet calls in flight. */
const PACE = { SIMULATOR_LATENCY_MS: '50', SIMULATOR_TOKENS_PER_SECOND: '20000' };

/** How to start a platform to be damaged. */
export interface ChaosPlatformOptions {
  readonly stateDirectory: string;
  readonly caller: OwnerEnvironment;
  readonly print: Print;
  /** Variables over those of chaos. */
  readonly variables?: OwnerEnvironment;
  /** Variables of single services, over everything else. */
  readonly serviceEnvironment?: PlatformOptions['serviceEnvironment'];
  /** Servers that die with this process, and no fsync: for tests that kill no server. */
  readonly throwAway?: boolean;
}

/** A platform of separate processes on a folder of its own, with the simulated provider and short patience. */
export function startChaosPlatform(options: ChaosPlatformOptions): Promise<Platform> {
  const { stateDirectory, caller, print, variables = {}, serviceEnvironment, throwAway } = options;
  const machine = Object.fromEntries(fromCaller.map((name) => [name, caller[name]]));
  return startPlatform({
    stateDirectory,
    environment: { ...machine, PORT: '0', LOG_LEVEL: 'info', ...PATIENCE, ...PACE, ...variables },
    split: true,
    serviceEnvironment,
    withDemoUser: true,
    print,
    throwAway,
  });
}

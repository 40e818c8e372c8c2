import type { ServiceName } from '@botarmy/contracts';

import type { Platform } from '../platform/platform';
import type { ServiceProcess } from '../services/service-process';
import type { LauncherWords } from './launcher-words';

/** Which process a fault ends. */
export type Victim = ServiceName | 'PostgreSQL' | 'nats-server';

/** What a fault can lay hands on. */
export interface FaultContext {
  readonly platform: Platform;
  readonly words: LauncherWords;
  /** Ends all waiting. */
  readonly signal: AbortSignal;
}

/** What became of a fault. */
export interface FaultOutcome {
  /** Processes that were ended without warning. */
  readonly killed: readonly Victim[];
  /** Services that were asked to stop. */
  readonly stopped?: readonly ServiceName[];
  /** From the end of the process to its first readiness, in milliseconds. */
  readonly recoveredAfterMs: number;
  /** Results that came after somebody else was given the task, and were refused. */
  readonly lateResults?: number;
}

/** One thing that goes wrong while workflows run. */
export interface Fault {
  readonly name: string;
  /** Does the damage and waits until the platform is whole again. Throws {@link FaultError} when that does not happen. */
  run(context: FaultContext): Promise<FaultOutcome>;
}

/** A fault could not be brought about, or the platform did not come back from it. */
export class FaultError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FaultError';
  }
}

/** The service's own process; the platform runs split. */
export function processOf({ services }: Platform, name: ServiceName): ServiceProcess {
  const service = services.get(name);
  if (service === undefined) throw new FaultError(`the platform runs no ${name}`);
  return service as ServiceProcess;
}

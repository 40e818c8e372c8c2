import type { Environment } from '@botarmy/chassis';
import type { ServiceName } from '@botarmy/contracts';

/** A service the launcher keeps running, in this process or in one of its own. */
export interface HostedService {
  readonly name: ServiceName;
  readonly url: string;
  /** The process it runs in; changes with each restart of a process of its own. */
  readonly pid: number;
  /** Stops it gracefully, or hard when it hesitates. */
  stop(): Promise<void>;
}

/** What a host needs to start one service. */
export interface ServiceOrder {
  readonly name: ServiceName;
  readonly environment: Environment;
  readonly logFile: string;
}

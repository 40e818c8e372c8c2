import type { ServiceName } from '@botarmy/contracts';

import type { InfrastructurePart } from '../infrastructure/start-infrastructure';
import type { HostedService } from '../services/hosted-service';
import type { ChosenPort } from '../settings/choose-port';
import type { ProviderChoice } from '../settings/provider-choice';
import type { StateFolder } from '../state/state-folder';
import type { Credentials } from './platform-options';

/** A platform that answers. */
export interface Platform {
  /** Address of console and API. */
  readonly url: string;
  readonly port: ChosenPort;
  readonly provider: ProviderChoice;
  readonly folder: StateFolder;
  readonly database: InfrastructurePart;
  readonly broker: InfrastructurePart;
  /** By name. In split mode the values are `ServiceProcess`. */
  readonly services: ReadonlyMap<ServiceName, HostedService>;
  /** Present at the first start only: the password is shown once and kept nowhere in clear text. */
  readonly firstAdministrator: Credentials | undefined;
  readonly demoUser: Credentials | undefined;
  /** Runs the set-up again: new migrations, new pools. */
  setUp(): Promise<void>;
  /** Records a process that belongs to this run, so that `npm run kill` finds it. */
  record(name: string, pid: number, port: number): void;
  /** Stops everything in order. Repeated calls return the same promise. */
  stop(): Promise<void>;
}

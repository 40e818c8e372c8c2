import type { Environment } from '@botarmy/chassis';
import type { ServiceName } from '@botarmy/contracts';

import type { OwnerEnvironment } from '../environment';
import type { RecordedCommand } from '../state/run-record';
import type { Print } from '../terminal/print';

/** How to start the platform. */
export interface PlatformOptions {
  /** State folder; made when missing. */
  readonly stateDirectory: string;
  /** The owner's variables; nothing else of the process's environment reaches a service. */
  readonly environment: OwnerEnvironment;
  /** One process per service instead of all in this one. */
  readonly split?: boolean;
  readonly print?: Print;
  /** What `npm run restart` repeats. */
  readonly command?: RecordedCommand;
  /** Makes the demo user even in production. */
  readonly withDemoUser?: boolean;
  /** Variables of single services, over everything else. */
  readonly serviceEnvironment?: Partial<Record<ServiceName, Environment>>;
  /** Origins besides the gateway's own that may call it. */
  readonly extraOrigins?: readonly string[];
  /** For tests and measurements: servers that end with this process, and data that no power cut has to spare. */
  readonly throwAway?: boolean;
}

/** E-mail and password of a user, to be shown to the owner. */
export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** The users every installation begins with; identity makes them. */
export const FIRST_ADMINISTRATOR = 'admin@botarmy.local';
export const DEMO_USER = 'demo@botarmy.local';

import { join } from 'node:path';

import type { Environment } from '@botarmy/chassis';
import { SERVICE_NAMES } from '@botarmy/contracts';
import type { ServiceName } from '@botarmy/contracts';

import { findCheckout } from '../checkout';
import { valueOf } from '../environment';
import type { OwnerEnvironment } from '../environment';
import { passwordOf, seedOf } from '../state/secrets';
import type { Secrets } from '../state/secrets';
import type { StateFolder } from '../state/state-folder';
import { findConsole } from './console-directory';
import type { PlatformFacts } from './service-environment';

/** What the facts are made from. */
export interface FactsInput {
  readonly owner: OwnerEnvironment;
  readonly folder: StateFolder;
  readonly secrets: Secrets;
  readonly databaseUrl: string;
  readonly natsUrl: string;
  readonly pools: readonly string[];
  readonly withDemoUser: boolean;
  readonly serviceEnvironment: Partial<Record<ServiceName, Environment>>;
}

/** Together with the embedded servers everything is down within 25 s. */
const stopLimits: Partial<Record<ServiceName, number>> = { gateway: 4_000, 'model-simulator': 2_000 };
const usualStopLimitMs = 12_000;

/** Milliseconds a service may take to stop. */
export function stopLimitMs(service: ServiceName): number {
  return stopLimits[service] ?? usualStopLimitMs;
}

/** Folder with the process definitions. */
export function processesDirectory(owner: OwnerEnvironment): string {
  return valueOf(owner, 'PROCESSES_DIRECTORY') ?? join(findCheckout(), 'processes');
}

/** The launcher's knowledge about the platform, per service. */
export function platformFacts(input: FactsInput): PlatformFacts {
  const { secrets, databaseUrl, natsUrl, serviceEnvironment } = input;
  const own = ownDefaults(input);
  const limits = SERVICE_NAMES.map((service) => [
    service,
    { SHUTDOWN_TIMEOUT_MS: String(stopLimitMs(service)), ...own[service] },
  ]);
  return {
    databaseUrl,
    natsUrl,
    passwordOf: (service) => passwordOf(secrets, service),
    seedOf: (service) => seedOf(secrets, service),
    defaults: Object.fromEntries(limits) as Record<ServiceName, Environment>,
    fixed: serviceEnvironment,
  };
}

function ownDefaults({
  owner,
  folder,
  secrets,
  pools,
  withDemoUser,
}: FactsInput): Partial<Record<ServiceName, Environment>> {
  return {
    identity: {
      FIRST_ADMIN_PASSWORD_FILE: folder.firstPasswordFile,
      ...(withDemoUser ? { DEMO_USER_PASSWORD: secrets.demo_user_password } : {}),
    },
    orchestrator: { PROCESSES_DIRECTORY: processesDirectory(owner) },
    'agent-runner': { AGENT_POOLS: JSON.stringify(pools) },
    'llm-router': { MASTER_KEYS: secrets.router_master_keys },
    // A machine of one's own seldom has a virus scanner; CLAMD_ADDRESS names one, and uploads are then scanned.
    artifacts: { BLOB_DIRECTORY: folder.blobs, UPLOAD_UNSCANNED: 'allow' },
    gateway: { CONSOLE_DIRECTORY: findConsole() },
  };
}

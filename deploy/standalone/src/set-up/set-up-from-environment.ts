import { join } from 'node:path';

import { SERVICE_NAMES } from '@botarmy/contracts';
import type { ServiceName } from '@botarmy/contracts';

import { findCheckout } from '../checkout';
import { valueOf } from '../environment';
import type { OwnerEnvironment } from '../environment';
import { variablePrefix } from '../settings/service-environment';
import { SettingsError } from '../settings/settings-error';
import type { Print } from '../terminal/print';
import { readAgentPools } from './agent-pools';
import { ensureDatabase } from './ensure-database';
import { provisionSchemas } from './provision-schemas';
import type { ServiceDatabases } from './provision-schemas';
import { provisionTopology } from './provision-topology';

const brokerTimeoutMs = 10_000;

/**
 * The set-up of a deployment whose services start elsewhere: `DATABASE_URL` (the owner's), `<SERVICE>_DATABASE_URL` for each
 * service that stores, `NATS_URL`, `NATS_NKEY_SEED` (the orchestrator's), optionally `STREAM_REPLICAS` and
 * `PROCESSES_DIRECTORY`. Repeating it changes nothing. Throws {@link SettingsError} listing every variable that is missing.
 */
export async function setUpFromEnvironment(environment: OwnerEnvironment, print: Print): Promise<void> {
  const missing = ['DATABASE_URL', 'NATS_URL', 'NATS_NKEY_SEED'].filter((name) => !valueOf(environment, name));
  const databases = readServiceDatabases(environment);
  if (databases.size === 0) missing.push('<SERVICE>_DATABASE_URL of at least one service');
  if (missing.length > 0) throw new SettingsError(`Set-up needs these variables: ${missing.join(', ')}.`);

  const ownerUrl = valueOf(environment, 'DATABASE_URL') ?? '';
  await ensureDatabase(ownerUrl);
  const applied = await provisionSchemas(ownerUrl, databases);
  print(`database: ${databases.size} schemas, ${applied} migrations applied`);
  const pools = readAgentPools(valueOf(environment, 'PROCESSES_DIRECTORY') ?? join(findCheckout(), 'processes'));
  const created = await provisionTopology({
    natsUrl: valueOf(environment, 'NATS_URL') ?? '',
    seed: valueOf(environment, 'NATS_NKEY_SEED') ?? '',
    pools,
    replicas: Number(valueOf(environment, 'STREAM_REPLICAS') ?? 1),
    timeoutMs: brokerTimeoutMs,
  });
  print(`broker: ${created} streams and durables created, pools ${pools.join(', ')}`);
}

function readServiceDatabases(environment: OwnerEnvironment): ServiceDatabases {
  const given = SERVICE_NAMES.map((service) => [
    service,
    valueOf(environment, `${variablePrefix(service)}_DATABASE_URL`),
  ]);
  return new Map(given.filter((pair): pair is [ServiceName, string] => pair[1] !== undefined));
}

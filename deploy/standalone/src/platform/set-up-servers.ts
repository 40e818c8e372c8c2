import type { OwnerEnvironment } from '../environment';
import { ensureDatabase } from '../set-up/ensure-database';
import { provisionSchemas } from '../set-up/provision-schemas';
import { provisionTopology } from '../set-up/provision-topology';
import { fingerprintOf, isMarked, putMark } from '../set-up/set-up-mark';
import { serviceEnvironment } from '../settings/service-environment';
import type { PlatformFacts } from '../settings/service-environment';
import { STORING_SERVICES } from '../settings/service-needs';

/** What the set-up of a running database and broker works on. */
export interface SetUpOptions {
  readonly owner: OwnerEnvironment;
  readonly facts: PlatformFacts;
  readonly pools: readonly string[];
  /** True for the embedded server: its database remembers what it was set up for. */
  readonly isOwnDatabase: boolean;
}

const BROKER_TIMEOUT_MS = 10_000;

/** Database, roles, schemas and migrations on one side, streams and durables on the other, at the same time. */
export async function setUpServers({ owner, facts, pools, isOwnDatabase }: SetUpOptions): Promise<void> {
  await Promise.all([
    setUpDatabase(owner, facts, isOwnDatabase),
    provisionTopology({
      natsUrl: facts.natsUrl,
      seed: serviceEnvironment('orchestrator', owner, facts).NATS_NKEY_SEED ?? '',
      pools,
      replicas: Number(owner.STREAM_REPLICAS || 1),
      timeoutMs: BROKER_TIMEOUT_MS,
    }),
  ]);
}

async function setUpDatabase(owner: OwnerEnvironment, facts: PlatformFacts, isOwnDatabase: boolean): Promise<void> {
  const { databaseUrl } = facts;
  const databases = new Map(
    STORING_SERVICES.map((service) => [service, serviceEnvironment(service, owner, facts).DATABASE_URL ?? '']),
  );
  const mark = fingerprintOf(databases);
  if (isOwnDatabase && (await isMarked(databaseUrl, databases, mark))) return;
  await ensureDatabase(databaseUrl);
  await provisionSchemas(databaseUrl, databases);
  if (isOwnDatabase) await putMark(databaseUrl, mark);
}

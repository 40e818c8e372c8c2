import type { ManagedServer } from '@botarmy/embedded-infrastructure';

import type { OwnerEnvironment } from '../environment';
import { natsUsers } from '../infrastructure/nats-users';
import { startBroker, startDatabase } from '../infrastructure/start-infrastructure';
import type { InfrastructureOptions, InfrastructurePart } from '../infrastructure/start-infrastructure';
import { STORING_SERVICES } from '../settings/service-needs';
import { describeProcess } from '../state/recorded-processes';
import { seedOf } from '../state/secrets';
import type { Print } from '../terminal/print';
import type { OpenState } from './open-state';

/** PostgreSQL and NATS, started or found. */
export interface Servers {
  readonly database: InfrastructurePart;
  readonly broker: InfrastructurePart;
}

/** Connections a pool holds where nobody says otherwise; as in `ServiceConfig`. */
const usualPoolSize = 8;
const spareConnections = 40;

/** Starts both servers at once; what has started is stopped by `cleanup`, also when the other one fails. */
export async function startServers(
  { folder, secrets, recorder }: OpenState,
  environment: OwnerEnvironment,
  options: { readonly print: Print; readonly throwAway: boolean; readonly cleanup: AsyncDisposableStack },
): Promise<Servers> {
  const { print, throwAway, cleanup } = options;
  const onStarted = ({ name, pid, port }: ManagedServer): void =>
    recorder.put('servers', describeProcess(name, pid, port));
  const shared: InfrastructureOptions = {
    environment,
    folder,
    print,
    onStarted,
    dieWithParent: throwAway,
    fsync: !throwAway,
  };
  const started = async (part: Promise<InfrastructurePart>): Promise<InfrastructurePart> => {
    const { stop } = await part;
    cleanup.defer(stop);
    return part;
  };
  const poolSize = Number(environment.DATABASE_POOL_SIZE ?? usualPoolSize) || usualPoolSize;
  const results = await Promise.allSettled([
    started(startDatabase({ ...shared, connections: poolSize * STORING_SERVICES.length + spareConnections })),
    started(startBroker({ ...shared, users: natsUsers((service) => seedOf(secrets, service)) })),
  ]);
  const [database, broker] = results;
  if (database.status === 'rejected') throw database.reason;
  if (broker.status === 'rejected') throw broker.reason;
  return { database: database.value, broker: broker.value };
}

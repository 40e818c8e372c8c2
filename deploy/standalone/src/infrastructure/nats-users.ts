import { nkeys } from 'nats';

import { natsPermissionsOf, SERVICE_NAMES } from '@botarmy/contracts';
import type { ServiceName } from '@botarmy/contracts';
import type { NatsUser } from '@botarmy/embedded-infrastructure';

import { SERVICES_WITHOUT_BROKER } from '../settings/service-needs';

/** One NATS user per service that talks, with the permissions its declarations give it. */
export function natsUsers(seedOf: (service: ServiceName) => string): NatsUser[] {
  return SERVICE_NAMES.filter((service) => !SERVICES_WITHOUT_BROKER.includes(service)).map((service) => {
    const { publish, subscribe, allowResponses } = natsPermissionsOf(service);
    const nkey = nkeys.fromSeed(new TextEncoder().encode(seedOf(service))).getPublicKey();
    return { nkey, publish, subscribe, ...(allowResponses === undefined ? {} : { allowResponses }) };
  });
}

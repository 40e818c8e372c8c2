import { agentPoolConsumer, CONSUMERS } from '../consumers';
import type { MessageDeclaration } from '../define-message';
import { natsPermissionsOf } from '../permissions';
import { SERVICE_NAMES } from '../service-names';
import type { ServiceName } from '../service-names';
import { subjectFilterOf } from '../subjects';

/** A service that reads a message. */
export interface MessageReader {
  readonly service: ServiceName;
  /** Its durable; undefined for a plain subscription, which misses what is said while it is away. */
  readonly durable: string | undefined;
}

/** Stands for any pool of agents in the pages. */
export const ANY_POOL = 'pool';

const durables = [...CONSUMERS, agentPoolConsumer(ANY_POOL)];

/** Who reads a message, derived from the consumers and from what the services may subscribe to. */
export function readersOf(message: MessageDeclaration): MessageReader[] {
  const byDurable = durables
    .filter((consumer) => consumer.message?.name === message.name || (!consumer.message && message.kind === 'event'))
    .map(({ service, durable }) => ({ service, durable }));
  const bySubscription = SERVICE_NAMES.filter((service) =>
    natsPermissionsOf(service).subscribe.includes(subjectFilterOf(message)),
  ).map((service) => ({ service, durable: undefined }));
  return [...byDurable, ...bySubscription];
}

import { LiveDelta } from '../live/live-delta.v1';
import { natsPermissionsOf } from '../permissions';
import { SERVICE_NAMES } from '../service-names';
import type { ServiceName } from '../service-names';
import { LIVE_FILTER, liveSubject } from '../subjects';
import type { Channel, Operation } from './async-api';
import { describeParameters } from './asyncapi-messages';
import type { SchemaCatalog } from './schema-catalog';

/** Name of the live frames in the pages. */
export const LIVE = 'live.delta.v1';
/** Subject of the live frames with its variable tokens named in braces. */
export const LIVE_ADDRESS = liveSubject('tenant_id', 'workflow_id').replaceAll(/[a-z]+_id/g, '{$&}');

/** Services that publish live frames, and those that listen. */
export function liveServices(): { senders: ServiceName[]; receivers: ServiceName[] } {
  return {
    senders: SERVICE_NAMES.filter((service) => natsPermissionsOf(service).publish.includes(LIVE_FILTER)),
    receivers: SERVICE_NAMES.filter((service) => natsPermissionsOf(service).subscribe.includes(LIVE_FILTER)),
  };
}

/** The channel of live frames. */
export function liveChannel(catalog: SchemaCatalog): Channel {
  return {
    address: LIVE_ADDRESS,
    description: 'Pieces of answers while they are written; nothing keeps them.',
    parameters: describeParameters(LIVE_ADDRESS),
    messages: { [LIVE]: { name: LIVE, payload: catalog.referTo(LiveDelta) } },
  };
}

/** Who publishes live frames and who listens. */
export function liveOperations(): Record<string, Operation> {
  const operation = (service: ServiceName, action: Operation['action']): [string, Operation] => [
    `${service}.${action}s.${LIVE}`,
    {
      action,
      channel: { $ref: `#/channels/${LIVE}` },
      messages: [{ $ref: `#/channels/${LIVE}/messages/${LIVE}` }],
      tags: [{ name: service }],
    },
  ];
  const { senders, receivers } = liveServices();
  return Object.fromEntries([
    ...senders.map((service) => operation(service, 'send')),
    ...receivers.map((service) => operation(service, 'receive')),
  ]);
}

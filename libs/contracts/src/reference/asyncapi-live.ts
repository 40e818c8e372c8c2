import type { ClassConstructor } from 'class-transformer';

import { ConversationDelta } from '../live/conversation-delta.v1';
import { LiveDelta } from '../live/live-delta.v1';
import { natsPermissionsOf } from '../permissions';
import { SERVICE_NAMES } from '../service-names';
import type { ServiceName } from '../service-names';
import { LIVE_FILTER, liveSubject, TALK_FILTER, talkSubject } from '../subjects';
import type { Channel, Operation } from './async-api';
import { describeParameters } from './asyncapi-messages';
import type { SchemaCatalog } from './schema-catalog';

/** Frames that nothing keeps. */
interface LiveKind {
  readonly name: string;
  readonly filter: string;
  /** The subject with its variable tokens named in braces. */
  readonly address: string;
  readonly description: string;
  readonly payload: ClassConstructor<object>;
}

/** Every kind of live frame between services. */
export const LIVE_KINDS: readonly LiveKind[] = [
  {
    name: 'live.delta.v1',
    filter: LIVE_FILTER,
    address: inBraces(liveSubject('tenant_id', 'workflow_id')),
    description: 'Pieces of answers while they are written; nothing keeps them.',
    payload: LiveDelta,
  },
  {
    name: 'talk.delta.v1',
    filter: TALK_FILTER,
    address: inBraces(talkSubject('tenant_id', 'conversation_id')),
    description: 'Pieces of answers in conversations while they are written; nothing keeps them.',
    payload: ConversationDelta,
  },
];

/** Services that publish frames of a kind, and those that listen. */
export function liveServices({ filter }: LiveKind): { senders: ServiceName[]; receivers: ServiceName[] } {
  return {
    senders: SERVICE_NAMES.filter((service) => natsPermissionsOf(service).publish.includes(filter)),
    receivers: SERVICE_NAMES.filter((service) => natsPermissionsOf(service).subscribe.includes(filter)),
  };
}

/** The channels of live frames. */
export function liveChannels(catalog: SchemaCatalog): Record<string, Channel> {
  return Object.fromEntries(
    LIVE_KINDS.map(({ name, address, description, payload }) => [
      name,
      {
        address,
        description,
        parameters: describeParameters(address),
        messages: { [name]: { name, payload: catalog.referTo(payload) } },
      },
    ]),
  );
}

/** Who publishes live frames and who listens. */
export function liveOperations(): Record<string, Operation> {
  return Object.fromEntries(
    LIVE_KINDS.flatMap((kind) => {
      const { senders, receivers } = liveServices(kind);
      return [
        ...senders.map((service) => operationOf(kind.name, service, 'send')),
        ...receivers.map((service) => operationOf(kind.name, service, 'receive')),
      ];
    }),
  );
}

function operationOf(kind: string, service: ServiceName, action: Operation['action']): [string, Operation] {
  return [
    `${service}.${action}s.${kind}`,
    {
      action,
      channel: { $ref: `#/channels/${kind}` },
      messages: [{ $ref: `#/channels/${kind}/messages/${kind}` }],
      tags: [{ name: service }],
    },
  ];
}

function inBraces(subject: string): string {
  return subject.replaceAll(/[a-z]+_id/g, '{$&}');
}

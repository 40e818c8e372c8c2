import type { MessageDeclaration } from './define-message';
import type { ServiceName } from './service-names';
import type { StreamName } from './streams';
import { subjectFilterOf } from './subjects';

/** A durable consumer: which service handles which message under which durable name. */
export interface ConsumerDeclaration<TPayload extends object = object> {
  readonly service: ServiceName;
  /** Durable name, `<service>-<handler>`. */
  readonly durable: string;
  readonly stream: StreamName;
  /** Subject filter; `evt.>` for a consumer of every event. */
  readonly filter: string;
  /** The message, or undefined when the consumer reads every event. */
  readonly message: MessageDeclaration<TPayload> | undefined;
  /**
   * Seconds after which an unacknowledged delivery is repeated, which is how long what a dead process had in hand lies still; a living one
   * says three times within them that it is at work.
   */
  readonly ackWaitSeconds: number;
  /** Deliveries in flight at most, over all replicas of the service. */
  readonly maxAckPending: number;
}

/** Declares the consumer of one message type. */
export function defineConsumer<TPayload extends object>(details: {
  service: ServiceName;
  message: MessageDeclaration<TPayload>;
  leadingKey?: readonly string[];
  name?: string;
  ackWaitSeconds?: number;
  maxAckPending?: number;
}): ConsumerDeclaration<TPayload> {
  const { service, message, leadingKey = [], ackWaitSeconds = 5, maxAckPending = 1_000 } = details;
  const name = details.name ?? `${message.verb}-${message.entity}`;
  return {
    service,
    durable: `${service}-${name}`,
    stream: message.stream,
    filter: subjectFilterOf(message, ...leadingKey),
    message,
    ackWaitSeconds,
    maxAckPending,
  };
}

/** Declares a consumer that reads every event of the platform. */
export function defineEventsConsumer(service: ServiceName): ConsumerDeclaration {
  return {
    service,
    durable: `${service}-every-event`,
    stream: 'EVENTS',
    filter: 'evt.>',
    message: undefined,
    ackWaitSeconds: 30,
    maxAckPending: 2_000,
  };
}

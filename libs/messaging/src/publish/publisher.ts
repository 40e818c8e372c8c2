import type { Broker } from '../connection/broker';
import { EVENT_ID_HEADER, messageIdOf, toNatsHeaders } from './message-headers';
import type { OutgoingMessage } from './outgoing-message';

/** Publishes to JetStream and waits for the stream's acknowledgement. */
export class Publisher {
  constructor(private readonly broker: Broker) {}

  /** Publishes one message; false when the broker already had a message with that id. */
  async publish(message: OutgoingMessage): Promise<boolean> {
    const { event_id, subject, payload, headers, publication } = message;
    const acknowledgement = await this.broker.jetstream.publish(subject, payload, {
      msgID: messageIdOf(event_id, publication),
      headers: toNatsHeaders({ ...headers, [EVENT_ID_HEADER]: event_id }),
      timeout: this.broker.timeoutMs,
    });
    return !acknowledgement.duplicate;
  }

  /** Publishes many messages pipelined, in order; rejects when any was not acknowledged. */
  async publishAll(messages: readonly OutgoingMessage[]): Promise<void> {
    const results = await Promise.allSettled(messages.map((message) => this.publish(message)));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
}

import { ServerNats } from '@nestjs/microservices';
import type { NatsConnection, Subscription } from 'nats';

import type { Broker } from '../connection/broker';

/** Nest's NATS transport on the connection the service has already: one connection, one user, one inbox prefix. */
export class SharedNatsServer extends ServerNats {
  private readonly shared: NatsConnection;

  constructor(broker: Broker) {
    super({ queue: broker.service });
    this.shared = broker.connection;
  }

  override createNatsClient(): Promise<never> {
    return Promise.resolve(this.shared as never);
  }

  /** Takes no new questions; the connection stays open for the answers under way and is closed by its owner. */
  override async close(): Promise<void> {
    if (this.shared.isClosed()) return;
    await Promise.all(this.openSubscriptions().map((subscription) => subscription.drain()));
  }

  private openSubscriptions(): Subscription[] {
    // The base class keeps them private, but its own close() would end the shared connection.
    const { subscriptions } = this as unknown as { subscriptions: Subscription[] };
    return subscriptions.filter((subscription) => !subscription.isClosed());
  }
}

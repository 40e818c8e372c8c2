import { connect, Events, nkeyAuthenticator } from 'nats';
import type { JetStreamClient, NatsConnection } from 'nats';

import type { Logger } from '@botarmy/chassis';
import { inboxPrefix } from '@botarmy/contracts';
import type { ServiceName } from '@botarmy/contracts';

/** Where and as whom a service talks to the broker. */
export interface BrokerSettings {
  readonly service: ServiceName;
  readonly url: string;
  /** Seed of the service's nkey user; absent only where the server asks for no authentication (tests). */
  readonly nkeySeed?: string | undefined;
  /** Milliseconds a JetStream request or publication may take. Default 5,000. */
  readonly timeoutMs?: number;
}

/** One service's connection to NATS: reconnects for ever, uses its own inbox prefix. Injection token too. */
export class Broker {
  readonly jetstream: JetStreamClient;

  private constructor(
    readonly service: ServiceName,
    readonly connection: NatsConnection,
    readonly timeoutMs: number,
  ) {
    this.jetstream = connection.jetstream({ timeout: timeoutMs });
  }

  /** Connects, waiting for the broker as long as it takes. */
  static async connect(settings: BrokerSettings, logger: Logger): Promise<Broker> {
    const { service, url, nkeySeed, timeoutMs = 5_000 } = settings;
    const connection = await connect({
      servers: url.split(','),
      name: service,
      inboxPrefix: inboxPrefix(service),
      ...(nkeySeed === undefined ? {} : { authenticator: nkeyAuthenticator(new TextEncoder().encode(nkeySeed)) }),
      maxReconnectAttempts: -1,
      waitOnFirstConnect: true,
      // A start that blocks the event loop may miss the server's patience: try again soon instead of after 20 s.
      timeout: 5_000,
      reconnectTimeWait: 200,
      reconnectJitter: 200,
      pingInterval: 10_000,
      maxPingOut: 2,
      ignoreAuthErrorAbort: true,
    });
    const broker = new Broker(service, connection, timeoutMs);
    void broker.logStatus(logger);
    return broker;
  }

  /** True while a server is connected. */
  get isConnected(): boolean {
    return this.connected && !this.connection.isClosed();
  }

  /** Called after every reconnect until the returned function is called. */
  onReconnect(callback: () => void): () => void {
    this.reconnectCallbacks.add(callback);
    return () => this.reconnectCallbacks.delete(callback);
  }

  /** Flushes what is buffered and closes. */
  async close(): Promise<void> {
    if (this.connection.isClosed()) return;
    if (this.connected) await this.connection.drain();
    else await this.connection.close();
  }

  private connected = true;
  private readonly reconnectCallbacks = new Set<() => void>();

  private async logStatus(logger: Logger): Promise<void> {
    for await (const status of this.connection.status()) {
      if (status.type === Events.Disconnect) {
        this.connected = false;
        logger.warn('broker connection lost, reconnecting');
      } else if (status.type === Events.Reconnect) {
        this.connected = true;
        logger.info('broker connection is back');
        for (const callback of this.reconnectCallbacks) callback();
      } else if (status.type === Events.Error) {
        logger.warn({ reason: String(status.data) }, 'broker refused an operation');
      }
    }
  }
}

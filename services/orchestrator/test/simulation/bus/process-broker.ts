import { ErrorCode, NatsError } from 'nats';
import type { MsgHdrs } from 'nats';

import { EVENT_ID_HEADER, toNatsHeaders } from '@botarmy/messaging';
import type { Broker } from '@botarmy/messaging';

import type { FaultPlan } from '../faults/fault-plan';
import type { SimulatedProcess } from '../kernel/simulated-process';
import type { BusDelivery } from './durable-consumer';
import type { SimulatedBus } from './simulated-bus';
import type { StoredMessage } from './stored-message';

/** What a process does with a delivery, as checks see it. */
export interface AcknowledgementObserver {
  acknowledged(message: StoredMessage, durable: string): void;
}

interface SubscriptionOptions {
  readonly callback: (error: null, message: { readonly subject: string; json(): unknown }) => void;
}

interface PublishOptions {
  readonly msgID: string;
  readonly headers: MsgHdrs;
}

/** One process' connection to the bus, with the parts of the NATS client that `messaging` uses. */
export class ProcessBroker {
  readonly timeoutMs = 5_000;
  readonly isConnected = true;
  readonly connection;
  readonly jetstream;

  constructor(
    private readonly process: SimulatedProcess,
    private readonly bus: SimulatedBus,
    private readonly faults: FaultPlan,
    private readonly observer: AcknowledgementObserver,
    /** Names messages otherwise than by their event id; only a broken client does. */
    private readonly eventIdOf?: (message: StoredMessage) => string,
  ) {
    this.connection = {
      publish: () => undefined,
      subscribe: (filter: string, { callback }: SubscriptionOptions) =>
        this.process.onEnd(this.bus.listen(filter, (message) => this.hear(message, callback))),
    };
    this.jetstream = {
      publish: (subject: string, payload: string, { msgID, headers }: PublishOptions) =>
        this.process.exchange(
          this.faults.passage(this.process, 'broker'),
          () => this.bus.publish(subject, payload, headers, msgID),
          () => new NatsError('timeout', ErrorCode.Timeout),
        ),
      consumers: { get: async (_stream: string, durable: string) => this.consumer(durable) },
    };
  }

  /** The part of `Broker` that services use. */
  asBroker(): Broker {
    return this as unknown as Broker;
  }

  /** News without a stream's promise: it may be lost, and is for a process that is not there. */
  private hear({ subject, text }: StoredMessage, callback: SubscriptionOptions['callback']): void {
    if (this.faults.strikes('deliveryLost')) return;
    const delayMs = this.process.simulation.random.fraction() * 3;
    this.process.after(delayMs, () => callback(null, { subject, json: () => JSON.parse(text) as unknown }));
  }

  private async consumer(name: string) {
    const durable = await this.bus.durable(name);
    return { next: async () => this.received(await durable.pull(this.process)) };
  }

  private received({ message, count, durable }: BusDelivery) {
    const { subject, data, headers, seq, stream } = message;
    const { durable: name } = durable.declaration;
    // An acknowledgement names stream and sequence, nothing more: after a loss of the store it may hit another message.
    const tell = (work: (current: BusDelivery['durable']) => void, canBeLost = true): void => {
      if (canBeLost && this.faults.strikes('acknowledgementLost')) return;
      this.process.simulation.after(this.process.simulation.random.fraction() * 3, () => {
        const current = this.bus.current(name);
        if (current !== undefined) work(current);
      });
    };
    return {
      subject,
      data,
      headers: this.eventIdOf === undefined ? headers : toNatsHeaders({ [EVENT_ID_HEADER]: this.eventIdOf(message) }),
      seq,
      info: { stream, redelivered: count > 1, redeliveryCount: count },
      ack: () => {
        this.observer.acknowledged(message, name);
        tell((current) => current.acknowledge(seq));
      },
      nak: (delayMs = 0) => tell((current) => current.repeat(seq, delayMs)),
      term: () => tell((current) => current.acknowledge(seq)),
      working: () => tell((current) => current.extend(seq)),
    };
  }
}

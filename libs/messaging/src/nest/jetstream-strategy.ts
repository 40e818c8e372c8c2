import { Server } from '@nestjs/microservices';
import type { CustomTransportStrategy } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';

import type { Clock, Logger } from '@botarmy/chassis';
import { agentPoolConsumer, CONSUMERS } from '@botarmy/contracts';
import type { ConsumerDeclaration } from '@botarmy/contracts';

import type { Broker } from '../connection/broker';
import { ConsumerLoop } from '../consume/consumer-loop';
import type { DeliveryHandler } from '../consume/consumer-loop';
import type { DeadLetterStore } from '../consume/dead-letter-store';
import type { MessagingMetrics } from '../messaging.metrics';
import { AGENT_POOLS_PATTERN, JETSTREAM } from './handles.decorator';

/** What the strategy needs. */
export interface JetStreamStrategyOptions {
  readonly broker: Broker;
  readonly store: DeadLetterStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: MessagingMetrics;
  /** Messages of one consumer handled at the same time. */
  readonly concurrency: number;
  /** Pools of agents this process serves. */
  readonly pools: readonly string[];
}

/** Nest's transport for durable messages: one consumer loop per handler. */
export class JetStreamStrategy extends Server implements CustomTransportStrategy {
  override readonly transportId = JETSTREAM;
  private loops: ConsumerLoop[] = [];

  constructor(private readonly strategyOptions: JetStreamStrategyOptions) {
    super();
  }

  listen(callback: () => void): void {
    for (const pattern of this.messageHandlers.keys()) {
      for (const declaration of this.consumersOf(pattern)) {
        const loop = new ConsumerLoop({ ...this.strategyOptions, declaration, handler: this.handlerOf(pattern) });
        this.loops.push(loop);
        loop.start();
      }
    }
    callback();
  }

  /** Takes nothing new and waits for what is in hand. */
  async close(): Promise<void> {
    const loops = this.loops;
    this.loops = [];
    await Promise.all(loops.map((loop) => loop.stop()));
  }

  /** The handler registered for a durable, for replays of dead letters. */
  handlerOf(pattern: string): DeliveryHandler {
    return async (payload, delivery) => {
      const handler = this.messageHandlers.get(pattern);
      if (handler === undefined) throw new Error(`no handler is registered for ${pattern}`);
      const result = await handler(payload, delivery);
      return lastValueFrom(this.transformToObservable(result), { defaultValue: undefined });
    };
  }

  /** True when a handler is registered for this durable. */
  handles(pattern: string): boolean {
    return this.messageHandlers.has(pattern);
  }

  on(): never {
    throw new Error('The JetStream strategy has no events of its own.');
  }

  unwrap<TValue>(): TValue {
    return this.strategyOptions.broker.jetstream as TValue;
  }

  private consumersOf(pattern: string): ConsumerDeclaration[] {
    if (pattern === AGENT_POOLS_PATTERN) {
      return this.strategyOptions.pools.map((pool) => agentPoolConsumer(pool) as ConsumerDeclaration);
    }
    const declaration = CONSUMERS.find((consumer) => consumer.durable === pattern);
    if (declaration === undefined) throw new Error(`no declared consumer has the durable name ${pattern}`);
    return [declaration];
  }
}

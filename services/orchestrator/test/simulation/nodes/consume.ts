import type { Type } from '@nestjs/common';

import { Clock, Logger } from '@botarmy/chassis';
import type { ConsumerDeclaration } from '@botarmy/contracts';
import { Broker, ConsumerLoop, MessagingMetrics } from '@botarmy/messaging';
import type { DeadLetterStore, Delivery, DeliveryHandler } from '@botarmy/messaging';

import type { Container } from './container';

/** Starts the real consumer loop of one durable. */
export function consume(
  container: Container,
  declaration: ConsumerDeclaration,
  handler: DeliveryHandler,
  store: DeadLetterStore,
  concurrency: number,
): void {
  new ConsumerLoop({
    declaration,
    handler,
    store,
    concurrency,
    broker: container.get(Broker as unknown as Type<Broker>),
    clock: container.get(Clock as Type<Clock>),
    logger: container.get(Logger as Type<Logger>),
    metrics: container.get(MessagingMetrics),
  }).start();
}

/** The method of a controller as a handler of deliveries. */
export function handlerOf(controller: object, method: string): DeliveryHandler {
  const methods = controller as Record<string, (payload: object, delivery: Delivery) => Promise<unknown>>;
  return (payload, delivery) => methods[method]?.(payload, delivery) ?? Promise.reject(new Error('no handler'));
}

import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import type { ServiceRuntime } from '@botarmy/chassis';
import { shutdownOrder } from '@botarmy/chassis';

import { Broker } from '../connection/broker';
import { DatabaseDeadLetterStore } from '../consume/database-dead-letter-store';
import { DeadLetterReplay } from '../consume/dead-letter-replay';
import type { DeadLetterStore } from '../consume/dead-letter-store';
import { MessagingMetrics } from '../messaging.metrics';
import { Publisher } from '../publish/publisher';
import { DEAD_LETTER_REPLAY, DEAD_LETTER_STORE } from './dead-letter-store.token';
import { JetStreamStrategy } from './jetstream-strategy';
import { AnswerErrorFilter, HandlerErrorFilter } from './message-error.filter';
import { QuestionInterceptor } from './question.interceptor';
import { SharedNatsServer } from './shared-nats-server';

/** How a service listens to the broker. */
export interface AttachMessagingOptions {
  /** Messages of one consumer handled at the same time. Default 32. */
  readonly concurrency?: number;
  /** Pools of agents this process serves. */
  readonly pools?: readonly string[];
}

/**
 * Connects a service's `@Answers` and `@Handles` methods to the broker; call it from `startService`'s `configure`.
 * The service's module imports `MessagingModule`.
 */
export async function attachMessaging(
  app: NestFastifyApplication,
  runtime: ServiceRuntime,
  options: AttachMessagingOptions = {},
): Promise<JetStreamStrategy> {
  const broker = app.get(Broker);
  const strategy = new JetStreamStrategy({
    broker,
    store: app.get<DeadLetterStore>(DEAD_LETTER_STORE),
    clock: runtime.clock,
    logger: runtime.logger,
    metrics: app.get(MessagingMetrics),
    concurrency: options.concurrency ?? 32,
    pools: options.pools ?? [],
  });
  if (app.get<DeadLetterStore>(DEAD_LETTER_STORE) instanceof DatabaseDeadLetterStore) fillReplay(app, strategy);
  const answers = app.connectMicroservice({ strategy: new SharedNatsServer(broker) }, { deferInitialization: true });
  answers.useGlobalFilters(new AnswerErrorFilter(runtime.logger));
  answers.useGlobalInterceptors(new QuestionInterceptor());
  const handlers = app.connectMicroservice({ strategy }, { deferInitialization: true });
  handlers.useGlobalFilters(new HandlerErrorFilter());
  runtime.shutdown.register('consumers', shutdownOrder.intake, () => strategy.close());
  await app.init();
  await app.startAllMicroservices();
  // Ready means that the broker knows of every subscription.
  await broker.connection.flush();
  return strategy;
}

/** Lets administrators replay dead letters through the handlers that are registered now. */
function fillReplay(app: NestFastifyApplication, strategy: JetStreamStrategy): void {
  const holder = app.get<{ current?: DeadLetterReplay }>(DEAD_LETTER_REPLAY, { strict: false });
  const lookUp = (durable: string) => (strategy.handles(durable) ? strategy.handlerOf(durable) : undefined);
  holder.current = new DeadLetterReplay(app.get(DatabaseDeadLetterStore), app.get(Publisher), lookUp);
}

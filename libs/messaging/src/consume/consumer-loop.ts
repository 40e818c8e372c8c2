import type { Consumer, JsMsg } from 'nats';

import { runWithTraceContext, withCorrelation, withSpan } from '@botarmy/chassis';
import type { Clock, Logger } from '@botarmy/chassis';
import type { ConsumerDeclaration } from '@botarmy/contracts';

import type { Broker } from '../connection/broker';
import type { MessagingMetrics } from '../messaging.metrics';
import type { DeadLetterStore } from './dead-letter-store';
import { decodePayload, deliveryOf, rawMessage } from './delivery';
import type { Delivery } from './delivery';
import { admitRedelivery, settle } from './settle';

/** What a handler receives; it returns or throws, and never acknowledges. */
export type DeliveryHandler = (payload: object, delivery: Delivery) => Promise<unknown>;

/** What a consumer loop needs. */
export interface ConsumerLoopOptions {
  readonly broker: Broker;
  readonly declaration: ConsumerDeclaration;
  readonly handler: DeliveryHandler;
  readonly store: DeadLetterStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: MessagingMetrics;
  /** Messages handled at the same time by this process. */
  readonly concurrency: number;
}

const MOST_IDLE_PULLS = 4;
const PULL_EXPIRES_MS = 10_000;
const MISSING_PAUSE_MS = 500;

/**
 * Pulls messages of one durable and hands them to a handler. A few idle pulls wait; each message that comes makes room
 * for another pull until all places are taken, so an idle consumer costs next to nothing and a slow handler never
 * holds messages it cannot start. Survives the disappearance and return of broker, stream and consumer.
 */
export class ConsumerLoop {
  private readonly stopping = new AbortController();
  /** Ends the pulls that wait; each takes itself out, so that nothing piles up over the months. */
  private readonly waitingPulls = new Set<(nothing: null) => void>();
  private readonly places = new Set<Promise<void>>();
  private consumer: Promise<Consumer> | undefined;
  private idlePulls = 0;

  constructor(private readonly options: ConsumerLoopOptions) {}

  /** Starts pulling. */
  start(): void {
    this.openPlaces();
  }

  /** Takes nothing new; resolves when every message in hand is settled. */
  async stop(): Promise<void> {
    this.stopping.abort();
    for (const end of this.waitingPulls) end(null);
    await Promise.all(this.places);
  }

  private openPlaces(): void {
    while (
      !this.stopping.signal.aborted &&
      this.idlePulls < MOST_IDLE_PULLS &&
      this.places.size < this.options.concurrency
    ) {
      this.idlePulls += 1;
      const place = this.runPlace().finally(() => this.places.delete(place));
      this.places.add(place);
    }
  }

  /** Entered as an idle pull; ends when there are enough others. */
  private async runPlace(): Promise<void> {
    for (;;) {
      const message = await this.pull();
      this.idlePulls -= 1;
      if (message !== undefined) {
        this.openPlaces();
        await this.handle(message);
      }
      if (this.stopping.signal.aborted || this.idlePulls >= MOST_IDLE_PULLS) return;
      this.idlePulls += 1;
    }
  }

  private async pull(): Promise<JsMsg | undefined> {
    const { broker, declaration, clock, logger } = this.options;
    try {
      this.consumer ??= broker.jetstream.consumers.get(declaration.stream, declaration.durable);
      const consumer = await this.consumer;
      const pulled = consumer.next({ expires: PULL_EXPIRES_MS });
      const message = await this.firstOf(pulled);
      if (message === null && this.stopping.signal.aborted) void returnUnused(pulled);
      return message ?? undefined;
    } catch (err) {
      this.consumer = undefined;
      if (this.stopping.signal.aborted) return undefined;
      logger.debug({ consumer: declaration.durable, err }, 'pull failed, will retry');
      await clock.sleep(MISSING_PAUSE_MS, this.stopping.signal).catch(() => undefined);
      return undefined;
    }
  }

  /** The pulled message, or null as soon as the loop stops. */
  private firstOf(pulled: Promise<JsMsg | null>): Promise<JsMsg | null> {
    if (this.stopping.signal.aborted) return Promise.resolve(null);
    return new Promise((resolve, reject) => {
      this.waitingPulls.add(resolve);
      pulled.then(resolve, reject).finally(() => this.waitingPulls.delete(resolve));
    });
  }

  private async handle(message: JsMsg): Promise<void> {
    const { declaration, store, logger, clock, metrics, handler } = this.options;
    const delivery = deliveryOf(declaration, message);
    const raw = rawMessage(message.data);
    const context = { delivery, raw, store, logger, acknowledger: message };
    const startedAt = clock.monotonicMs();
    const stopExtending = this.extendWhileWorking(message);
    try {
      if (!(await admitRedelivery(context))) return;
      const outcome = await runWithTraceContext({ ...delivery.headers }, () =>
        withCorrelation({ tenant_id: delivery.tenantId }, () => attempt(declaration, raw, delivery, handler)),
      );
      const settlement = await settle(outcome, context);
      metrics.settled(declaration.durable, settlement.kind, clock.monotonicMs() - startedAt);
    } finally {
      stopExtending();
    }
  }

  /** Tells the broker that the message is being worked on, so that only a dead process loses it to another. */
  private extendWhileWorking(message: JsMsg): () => void {
    const everyMs = (this.options.declaration.ackWaitSeconds * 1_000) / 3;
    let timer = this.options.clock.setTimer(everyMs, extend);
    const { clock } = this.options;
    function extend(): void {
      message.working();
      timer = clock.setTimer(everyMs, extend);
    }
    return () => timer.cancel();
  }
}

async function attempt(
  declaration: ConsumerDeclaration,
  raw: ReturnType<typeof rawMessage>,
  delivery: Delivery,
  handler: DeliveryHandler,
): Promise<{ error?: unknown }> {
  try {
    const attributes = { 'messaging.system': 'nats', 'messaging.consumer.group.name': declaration.durable };
    const handle = () => handler(decodePayload(declaration, raw), delivery);
    await withSpan(`handle ${declaration.durable}`, attributes, handle, 'consumer');
    return {};
  } catch (error) {
    return { error };
  }
}

/** A message that arrives while we stop goes back at once. */
async function returnUnused(pulled: Promise<JsMsg | null>): Promise<void> {
  try {
    (await pulled)?.nak();
  } catch {
    // The connection is gone; the broker repeats the message when its wait is over.
  }
}

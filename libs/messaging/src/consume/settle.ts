import { RetryableError, TerminalError } from '@botarmy/chassis';
import type { Logger } from '@botarmy/chassis';

import { UNFINISHED_LIMIT } from './dead-letter-store';
import type { DeadLetterStore } from './dead-letter-store';
import type { Delivery, RawMessage } from './delivery';
import { isUnavailable } from './unavailable-error';

/** What becomes of a delivery. */
export type Settlement =
  | { readonly kind: 'acknowledged' }
  | { readonly kind: 'repeated'; readonly delayMs: number; readonly failures: number }
  | { readonly kind: 'parked'; readonly code: string };

/** How the message is told. The three methods of a JetStream message. */
export interface Acknowledger {
  ack(): void;
  nak(delayMs?: number): void;
  term(reason?: string): void;
}

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;
const UNAVAILABLE_DELAY_MS = 2_000;

/** Delay before the next delivery: doubles with every failure, with up to a quarter of jitter. */
export function backOffMs(failures: number, random: () => number = Math.random): number {
  const base = Math.min(FIRST_DELAY_MS * 2 ** Math.max(0, failures - 1), LONGEST_DELAY_MS);
  return Math.round(base * (1 + random() / 4));
}

/**
 * Decides what becomes of a delivery whose handler ended; the only place that acknowledges, repeats or parks.
 * Without an error the message is acknowledged. A failure of the surroundings is repeated and not counted.
 */
export async function settle(
  outcome: { error?: unknown },
  context: { delivery: Delivery; raw: RawMessage; store: DeadLetterStore; logger: Logger; acknowledger: Acknowledger },
): Promise<Settlement> {
  const { delivery, raw, store, logger, acknowledger } = context;
  if (!('error' in outcome)) {
    acknowledger.ack();
    return { kind: 'acknowledged' };
  }
  const { error } = outcome;
  const fields = { consumer: delivery.consumer, event_id: delivery.eventId, tenant_id: delivery.tenantId };
  if (isUnavailable(error)) {
    const delayMs = (error instanceof RetryableError ? error.retryAfterMs : undefined) ?? UNAVAILABLE_DELAY_MS;
    logger.warn({ ...fields, err: error }, 'something a handler needs is unavailable, message will be repeated');
    if (delivery.redelivered) await noteOutcome(delivery, store);
    acknowledger.nak(delayMs);
    return { kind: 'repeated', delayMs, failures: 0 };
  }
  try {
    const terminal = error instanceof TerminalError;
    const code = terminal ? error.code : 'handler-failed';
    const reason = (error instanceof Error ? error.message : String(error)).slice(0, 2_000);
    const { failures, parked } = await store.recordFailure({ delivery, raw, code, reason, terminal });
    if (parked) {
      logger.error({ ...fields, code, failures, err: error }, 'message parked as a dead letter');
      acknowledger.term(code);
      return { kind: 'parked', code };
    }
    const delayMs = (error instanceof RetryableError ? error.retryAfterMs : undefined) ?? backOffMs(failures);
    logger.warn(
      { ...fields, failures, delay_ms: delayMs, err: error },
      'message could not be handled, will be repeated',
    );
    acknowledger.nak(delayMs);
    return { kind: 'repeated', delayMs, failures };
  } catch (err) {
    logger.warn({ ...fields, err }, 'a failure could not be recorded, message will be repeated');
    acknowledger.nak(UNAVAILABLE_DELAY_MS);
    return { kind: 'repeated', delayMs: UNAVAILABLE_DELAY_MS, failures: 0 };
  }
}

/** The count of deliveries without an outcome starts again; when even that is impossible the count stands. */
async function noteOutcome(delivery: Delivery, store: DeadLetterStore): Promise<void> {
  try {
    await store.recordOutcome(delivery);
  } catch {
    // The database is what is unavailable.
  }
}

/**
 * For a redelivery: counts it, and parks the message when too many deliveries ended without an outcome.
 * Returns true when the handler may run.
 */
export async function admitRedelivery(context: {
  delivery: Delivery;
  raw: RawMessage;
  store: DeadLetterStore;
  logger: Logger;
  acknowledger: Acknowledger;
}): Promise<boolean> {
  const { delivery, store } = context;
  if (!delivery.redelivered) return true;
  try {
    const unfinished = await store.recordRestart(delivery);
    if (unfinished <= UNFINISHED_LIMIT) return true;
  } catch (error) {
    await settle({ error }, context);
    return false;
  }
  const detail = `${UNFINISHED_LIMIT} deliveries ended without an outcome: a handler ends its process or never answers.`;
  await settle({ error: new TerminalError('no-outcome', detail) }, context);
  return false;
}

import type { Delivery, RawMessage } from './delivery';

/** Why a delivery failed, as counted and parked. */
export interface DeliveryFailure {
  readonly delivery: Delivery;
  readonly raw: RawMessage;
  readonly code: string;
  /** Bounded to 2,000 characters by the caller. */
  readonly reason: string;
  /** Repeating cannot help. */
  readonly terminal: boolean;
}

/** Counts failures and parks what cannot be handled. The count decides, not the broker's. */
export interface DeadLetterStore {
  /** Counts a failure; `parked` when the message is now a dead letter. */
  recordFailure(failure: DeliveryFailure): Promise<{ failures: number; parked: boolean }>;
  /** Counts a redelivery that follows one without an outcome; returns how many there were. */
  recordRestart(delivery: Delivery): Promise<number>;
  /** A redelivery ended with an outcome after all: only deliveries in a row without one are counted. */
  recordOutcome(delivery: Delivery): Promise<void>;
}

/** Handler failures after which a message is parked. */
export const FAILURE_LIMIT = 5;
/** Deliveries without an outcome after which a message is parked. */
export const UNFINISHED_LIMIT = 20;

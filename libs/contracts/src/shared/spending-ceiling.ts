import { Count } from '../fields';

/** What may be used at most; what is absent is not bounded. */
export class SpendingCeiling {
  /** Input and output tokens together. */
  @Count({ optional: true }) tokens?: number;
  /** Millionths of a US dollar. */
  @Count({ optional: true }) cost_micros?: number;
}

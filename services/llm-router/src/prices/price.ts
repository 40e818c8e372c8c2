import type { ModelPrice } from '../models/model';

/** A price with the name it is quoted by. */
export interface QuotedPrice {
  /** Says where the price comes from and since when; kept with every cost computed by it. */
  readonly version: string;
  readonly price: ModelPrice;
}

/** A price that somebody set, valid from an instant on until a later one. */
export interface DatedPrice {
  /** `'*'` for every tenant. */
  readonly tenantId: string;
  /** `'*'` for whatever provider offers the model. */
  readonly provider: string;
  readonly model: string;
  readonly from: Date;
  readonly version: string;
  readonly price: ModelPrice;
}

import { defineQuestion } from '../define-question';
import { Count, Identifier, ListOf, Text, Timestamp } from '../fields';
import { EmptyRequest } from '../workflow/workflow-questions.v1';

/** A price from an instant on, in millionths of a US dollar per million tokens. */
export class SetPriceRequest {
  /** `*` for whatever provider offers the model. */
  @Text({ min: 1, max: 64, pattern: /^(\*|[a-z0-9][a-z0-9_-]*)$/ }) provider!: string;
  @Text({ min: 1, max: 128 }) model!: string;
  @Timestamp() valid_from!: string;
  @Count() input_micros!: number;
  @Count() output_micros!: number;
  /** As other input where absent; so are cache writes. */
  @Count({ optional: true }) cache_read_micros?: number;
  @Count({ optional: true }) cache_write_micros?: number;
}

/** A price as it is applied. */
export class PriceView extends SetPriceRequest {
  /** Stands with every cost worked out by it. */
  @Identifier() version!: string;
}

/** Prices set by people. */
export class ListPricesReply {
  @ListOf(() => PriceView) prices!: PriceView[];
}

const prices = { answeredBy: 'llm-router', askedBy: ['gateway'], entity: 'price', version: 1 } as const;

/** Prices of the tenant that differ from the list. */
export const listPrices = defineQuestion({
  ...prices,
  verb: 'list',
  request: EmptyRequest,
  reply: ListPricesReply,
  role: 'viewer',
});

/** Sets a price for the tenant; an earlier one stays valid until then. Refuses with 409 `price-exists` when that instant has one. */
export const setPrice = defineQuestion({
  ...prices,
  verb: 'set',
  request: SetPriceRequest,
  reply: PriceView,
  role: 'admin',
});

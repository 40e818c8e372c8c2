import { defineQuestion } from '../define-question';
import { Count, Flag, JsonObject, ListOf, Text, Timestamp } from '../fields';
import { LedgerEntryView, ReadLedgerRequest, UsageTotalsRequest } from './ledger-questions.v1';

/** One line of the ledger, with how hard the request was and whether anybody got its answer. */
export class LedgerEntryViewV2 extends LedgerEntryView {
  /** Null where it was not worked out. */
  @Text({ max: 16, nullable: true }) tier!: string | null;
  /** True for a model that was asked besides, for comparison alone. */
  @Flag() is_shadow!: boolean;
}

/** A page of the ledger. */
export class ReadLedgerV2Reply {
  @ListOf(() => LedgerEntryViewV2) entries!: LedgerEntryViewV2[];
  @Text({ max: 200, nullable: true }) next_cursor!: string | null;
}

/** Tokens by class and cost of one group. */
export class UsageTotalV2 {
  /** Value per dimension asked for; null where a call has none. */
  @JsonObject() dimensions!: Record<string, unknown>;
  @Count() calls!: number;
  /** Requests that were or may have been paid. */
  @Count() requests!: number;
  @Count() cache_hits!: number;
  @Count() input_tokens!: number;
  @Count() cache_write_tokens!: number;
  @Count() cache_read_tokens!: number;
  @Count() output_tokens!: number;
  @Count() reasoning_tokens!: number;
  /** Millionths of a US dollar, as far as it is known; null when nothing of it is. */
  @Count({ min: Number.MIN_SAFE_INTEGER, nullable: true }) cost_micros!: number | null;
  /** Requests whose cost nobody knows; they are not in the sum. */
  @Count() unknown_costs!: number;
  @Count() saved_micros!: number;
  /** Attempts of tasks that made these calls. */
  @Count() attempts!: number;
  /** Those of them that were followed by another attempt of their task: a gate, a person or a failure sent it back. */
  @Count() repeated_attempts!: number;
}

/** Totals, the dearest first. */
export class UsageTotalsV2Reply {
  @Timestamp() from!: string;
  @Timestamp() to!: string;
  @ListOf(() => UsageTotalV2) totals!: UsageTotalV2[];
}

const ledger = { answeredBy: 'llm-router', askedBy: ['gateway'], entity: 'ledger', version: 2 } as const;

/** Totals of what was used, by any dimensions. */
export const getUsageTotalsV2 = defineQuestion({
  ...ledger,
  verb: 'total',
  request: UsageTotalsRequest,
  reply: UsageTotalsV2Reply,
  role: 'viewer',
});

/** Reads the ledger page by page. */
export const readLedgerV2 = defineQuestion({
  ...ledger,
  verb: 'read',
  request: ReadLedgerRequest,
  reply: ReadLedgerV2Reply,
  role: 'admin',
});

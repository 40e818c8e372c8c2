import { defineQuestion } from '../define-question';
import { Count, Flag, Identifier, JsonObject, ListOf, OneOf, Text, TextList, Timestamp } from '../fields';

/** What totals can be formed by. */
export const USAGE_DIMENSIONS = [
  'day',
  'month',
  'workflow_id',
  'process',
  'stage_id',
  'task_id',
  'agent_id',
  'group_id',
  'virtual_key_id',
  'provider_key_id',
  'route',
  'provider',
  'model',
  'simulated',
  'price_version',
  'tier',
  'is_shadow',
] as const;

/** A span of time, the end not included; the last 31 days where absent. */
export class UsageTotalsRequest {
  @Timestamp({ optional: true }) from?: string;
  @Timestamp({ optional: true }) to?: string;
  /** Dimensions in order, at most five; one total where absent. */
  @TextList({ maxItems: 5, max: 32, optional: true }) group_by?: string[];
  @Count({ min: 1, max: 1_000, optional: true }) limit?: number;
}

/** Tokens by class and cost of one group. */
export class UsageTotal {
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
  /** Millionths of a US dollar, as far as it is known. */
  @Count({ min: Number.MIN_SAFE_INTEGER }) cost_micros!: number;
  /** Requests whose cost nobody knows; they are not in the sum. */
  @Count() unknown_costs!: number;
  @Count() saved_micros!: number;
}

/** Totals, the dearest first. */
export class UsageTotalsReply {
  @Timestamp() from!: string;
  @Timestamp() to!: string;
  @ListOf(() => UsageTotal) totals!: UsageTotal[];
}

/** One page of the ledger, oldest first. */
export class ReadLedgerRequest {
  @Timestamp({ optional: true }) from?: string;
  @Timestamp({ optional: true }) to?: string;
  @Text({ max: 200, optional: true }) cursor?: string;
  @Count({ min: 1, max: 1_000, optional: true }) limit?: number;
}

/** One line of the ledger; absent parts of the scope are null. */
export class LedgerEntryView {
  @Text({ max: 200 }) entry_id!: string;
  @Timestamp() booked_at!: string;
  @OneOf(['request', 'cache-hit', 'correction']) kind!: string;
  @Text({ max: 200, nullable: true }) corrects!: string | null;
  @Identifier() call_id!: string;
  @Identifier() tenant_id!: string;
  @Text({ max: 128, nullable: true }) workflow_id!: string | null;
  @Text({ max: 128, nullable: true }) process!: string | null;
  @Text({ max: 128, nullable: true }) stage_id!: string | null;
  @Text({ max: 128, nullable: true }) task_id!: string | null;
  @Count({ nullable: true }) attempt!: number | null;
  @Text({ max: 128, nullable: true }) agent_id!: string | null;
  @Text({ max: 128, nullable: true }) group_id!: string | null;
  @Text({ max: 128, nullable: true }) virtual_key_id!: string | null;
  @Text({ max: 128, nullable: true }) provider_key_id!: string | null;
  @Text({ max: 200 }) route!: string;
  @Text({ max: 128 }) provider!: string;
  @Text({ max: 128 }) model!: string;
  @Flag() simulated!: boolean;
  @Text({ max: 32 }) outcome!: string;
  @Count() input_tokens!: number;
  @Count() cache_write_tokens!: number;
  @Count() cache_read_tokens!: number;
  @Count() output_tokens!: number;
  @Count() reasoning_tokens!: number;
  @Flag() usage_estimated!: boolean;
  /** Millionths of a US dollar; null when nobody knows. */
  @Count({ min: Number.MIN_SAFE_INTEGER, nullable: true }) cost_micros!: number | null;
  @Count() saved_micros!: number;
  @Text({ max: 128, nullable: true }) price_version!: string | null;
}

/** A page of the ledger. */
export class ReadLedgerReply {
  @ListOf(() => LedgerEntryView) entries!: LedgerEntryView[];
  @Text({ max: 200, nullable: true }) next_cursor!: string | null;
}

/** Prices a span of time again. */
export class RepriceLedgerRequest {
  @Timestamp({ optional: true }) from?: string;
  @Timestamp({ optional: true }) to?: string;
  @Text({ max: 128, optional: true }) model?: string;
}

/** What pricing again changed. */
export class RepriceLedgerReply {
  @Count() corrected!: number;
  @Count({ min: Number.MIN_SAFE_INTEGER }) delta_micros!: number;
  /** Entries whose price is still unknown. */
  @Count() unknown!: number;
}

const ledger = { answeredBy: 'llm-router', askedBy: ['gateway'], entity: 'ledger', version: 1 } as const;

/** Totals of what was used, by any dimensions. */
export const getUsageTotals = defineQuestion({
  ...ledger,
  verb: 'total',
  request: UsageTotalsRequest,
  reply: UsageTotalsReply,
  role: 'viewer',
});

/** Reads the ledger page by page. */
export const readLedger = defineQuestion({
  ...ledger,
  verb: 'read',
  request: ReadLedgerRequest,
  reply: ReadLedgerReply,
  role: 'admin',
});

/** Prices entries by the prices that hold now for their time; the ledger gets corrections, nothing in it changes. */
export const repriceLedger = defineQuestion({
  ...ledger,
  verb: 'reprice',
  request: RepriceLedgerRequest,
  reply: RepriceLedgerReply,
  role: 'admin',
});

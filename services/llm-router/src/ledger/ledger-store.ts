import { Injectable } from '@nestjs/common';

import { Database } from '@botarmy/chassis';

/** A group of totals; bigint columns come as text. */
export interface TotalRow {
  readonly dimensions: Record<string, unknown>;
  readonly calls: string;
  readonly requests: string;
  readonly cache_hits: string;
  readonly input_tokens: string;
  readonly cache_write_tokens: string;
  readonly cache_read_tokens: string;
  readonly output_tokens: string;
  readonly reasoning_tokens: string;
  /** Null when nothing of it is known. */
  readonly cost_micros: string | null;
  readonly unknown_costs: string;
  readonly saved_micros: string;
  readonly attempts: string;
  readonly repeated_attempts: string;
}

/** An entry with the price it gets. */
export interface EntryPrice {
  readonly entry_id: string;
  readonly cost_micros: number;
  readonly price_version: string;
}

/** Totals and corrections of the ledger. */
@Injectable()
export class LedgerStore {
  constructor(private readonly database: Database) {}

  /** Sums by the given dimensions, the dearest first. */
  async totals(
    tenantId: string,
    from: Date,
    to: Date,
    dimensions: readonly string[],
    limit: number,
  ): Promise<TotalRow[]> {
    const sql = 'SELECT * FROM usage_totals($1, $2, $3, $4, $5)';
    const { rows } = await this.database.query<TotalRow>(sql, [tenantId, from, to, dimensions, limit]);
    return rows;
  }

  /** Adds what entries differ by from these prices; those that do not differ stay as they are. */
  async correct(tenantId: string, entries: readonly EntryPrice[]): Promise<{ corrected: number; deltaMicros: number }> {
    const [row] = await this.database.call<{ corrected: number; delta_micros: string }>(
      'correct_entries',
      tenantId,
      JSON.stringify(entries),
    );
    return { corrected: row?.corrected ?? 0, deltaMicros: Number(row?.delta_micros ?? 0) };
  }
}

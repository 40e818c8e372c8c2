import { Client } from 'pg';

/** What PostgreSQL itself counts, from the beginning of the server. */
export interface DatabaseCounters {
  /** Transactions that ended well, reading ones included. */
  readonly transactions: number;
  /** Transactions that wrote: only those get a number. */
  readonly writingTransactions: number;
  /** Times the log was forced to disk: commits that arrive together share one. */
  readonly logSyncs: number;
}

const COUNTERS = `SELECT
  (SELECT xact_commit FROM pg_stat_database WHERE datname = current_database())::bigint AS transactions,
  pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS writing,
  (SELECT coalesce(sum(fsyncs), 0) FROM pg_stat_io WHERE object = 'wal')::bigint AS syncs`;

/** Reads the counters. Sessions report with up to a second of delay: wait before reading. */
export async function readCounters(client: Client): Promise<DatabaseCounters> {
  const { rows } = await client.query<{ transactions: string; writing: string; syncs: string }>(COUNTERS);
  const [row] = rows;
  return {
    transactions: Number(row?.transactions),
    writingTransactions: Number(row?.writing),
    logSyncs: Number(row?.syncs),
  };
}

import type { PoolClient, QueryResult, QueryResultRow } from 'pg';
import { Pool } from 'pg';
import type { Counter } from 'prom-client';

import { isError } from '../errors/is-error';
import type { Logger } from '../logging/logger';
import type { MetricsRegistry } from '../metrics/metrics-registry';
import type { DatabaseSettings } from './pool-settings';
import { databaseSchema, poolSettings } from './pool-settings';

/** How a commit came about: one PL/pgSQL call, one statement, a transaction of ours, one of Prisma's. */
export type CommitKind = 'function' | 'statement' | 'transaction' | 'prisma';

/** What a database reports to. */
export interface DatabaseObservers {
  logger: Logger;
  metrics: MetricsRegistry;
}

/** A service's pool of PostgreSQL connections, bound to its schema. Errors are those of node-postgres. */
export class Database {
  readonly pool: Pool;
  readonly schema: string;
  private readonly commits: Counter<'kind'>;
  private ended: Promise<void> | undefined;

  constructor(settings: DatabaseSettings, observers: DatabaseObservers) {
    this.schema = databaseSchema(settings);
    this.pool = new Pool(poolSettings(settings));
    // Without listeners a connection that breaks would end the process: an idle one, and one that is lent out and breaks
    // between two statements of a transaction.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => {
      client.on('error', (err) => observers.logger.warn({ err }, 'database connection lost'));
    });
    this.commits = observers.metrics.counter({
      name: 'botarmy_database_commits_total',
      help: 'Transactions committed, by how they came about',
      labelNames: ['kind'],
    });
    observers.metrics.gauge({
      name: 'botarmy_database_connections',
      help: 'Connections of the pool by state; waiting counts callers without one',
      labelNames: ['state'],
      collect: (gauge) => {
        gauge.set({ state: 'idle' }, this.pool.idleCount);
        gauge.set({ state: 'busy' }, this.pool.totalCount - this.pool.idleCount);
        gauge.set({ state: 'waiting' }, this.pool.waitingCount);
      },
    });
  }

  /**
   * Calls a function of the schema as one prepared statement: one round trip, one commit, all rows it returns.
   * JSON arguments are passed through `JSON.stringify` by the caller; a JavaScript array becomes a PostgreSQL array.
   */
  async call<TRow extends QueryResultRow>(functionName: string, ...args: unknown[]): Promise<TRow[]> {
    const rows = await this.read<TRow>(functionName, ...args);
    this.countCommit('function');
    return rows;
  }

  /** As {@link call}, for a function that changes nothing: it forces nothing to disk and counts as no commit. */
  async read<TRow extends QueryResultRow>(functionName: string, ...args: unknown[]): Promise<TRow[]> {
    if (!/^[a-z_][a-z0-9_]*$/.test(functionName)) throw new Error(`"${functionName}" cannot name a database function`);
    const placeholders = args.map((_, index) => `$${index + 1}`).join(', ');
    const result = await this.pool.query<TRow>({
      name: `call:${functionName}/${args.length}`,
      text: `SELECT * FROM ${functionName}(${placeholders})`,
      values: args,
    });
    return result.rows;
  }

  /** Runs one parameterized statement outside any transaction. */
  async query<TRow extends QueryResultRow>(text: string, values: unknown[] = []): Promise<QueryResult<TRow>> {
    const result = await this.pool.query<TRow>(text, values);
    if (result.command !== 'SELECT') this.countCommit('statement');
    return result;
  }

  /**
   * Commits when `fn` resolves, rolls back when it throws. `tenantId` opens row-level security for that tenant
   * (`'*'` is the system scope); without it a query sees no tenant's rows.
   */
  async withTransaction<TResult>(
    fn: (client: PoolClient) => Promise<TResult>,
    options: { tenantId?: string } = {},
  ): Promise<TResult> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      if (options.tenantId !== undefined) {
        await client.query("SELECT set_config('botarmy.tenant', $1, true)", [options.tenantId]);
      }
      const result = await fn(client);
      await client.query('COMMIT');
      this.countCommit('transaction');
      return result;
    } catch (error) {
      broken = await rollBack(client);
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /** Throws when PostgreSQL does not answer. */
  async ping(): Promise<void> {
    await this.pool.query('SELECT 1');
  }

  /** Adds one to `botarmy_database_commits_total`. */
  countCommit(kind: CommitKind): void {
    this.commits.inc({ kind });
  }

  /** Waits for running queries and closes every connection. */
  async close(): Promise<void> {
    this.ended ??= this.pool.end();
    await this.ended;
  }
}

/** A connection that cannot even roll back is thrown away instead of going back to the pool. */
async function rollBack(client: PoolClient): Promise<Error | undefined> {
  try {
    await client.query('ROLLBACK');
    return undefined;
  } catch (error) {
    return isError(error) ? error : new Error(String(error));
  }
}

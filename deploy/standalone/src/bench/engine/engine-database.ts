import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import { Client } from 'pg';

import { runMigrations } from '@botarmy/chassis';
import { startPostgres } from '@botarmy/embedded-infrastructure';
import type { PostgresServer } from '@botarmy/embedded-infrastructure';
import { MESSAGING_MIGRATIONS_DIRECTORY } from '@botarmy/messaging';

import { findCheckout } from '../../checkout';
import { readCounters } from '../database-counters';
import type { DatabaseCounters } from '../database-counters';
import { usageOf } from '../process-usage';

/** What a PostgreSQL server has done so far. */
export interface ServerUse extends DatabaseCounters {
  readonly cpuMs: number;
  readonly walBytes: number;
  readonly fullPageImages: number;
}

const SCHEMA = 'orchestrator';
const ROLE = 'botarmy_orchestrator';

/** A PostgreSQL of its own, with fsync, and the orchestrator's schema in it. */
export class EngineDatabase {
  private constructor(
    private readonly server: PostgresServer,
    readonly client: Client,
    /** As the owner, for bare loops. */
    readonly ownerUrl: string,
    /** As the service logs in. */
    readonly serviceUrl: string,
  ) {}

  static async start(dataDirectory: string): Promise<EngineDatabase> {
    const server = await startPostgres({ dataDirectory, fsync: true, dieWithParent: true });
    const admin = new Client({ connectionString: server.url });
    await admin.connect();
    await admin.query('CREATE DATABASE engine');
    await admin.end();
    const owner = new URL(server.url);
    owner.pathname = '/engine';
    const rolePassword = randomBytes(12).toString('hex');
    const own = join(findCheckout(), 'services/orchestrator/prisma/migrations');
    for (const directory of [MESSAGING_MIGRATIONS_DIRECTORY, own])
      await runMigrations({ connectionString: owner.href, schema: SCHEMA, role: ROLE, rolePassword, directory });
    const service = new URL(owner.href);
    service.username = ROLE;
    service.password = rolePassword;
    service.searchParams.set('schema', SCHEMA);
    const client = new Client({ connectionString: owner.href });
    await client.connect();
    return new EngineDatabase(server, client, owner.href, service.href);
  }

  async use(): Promise<ServerUse> {
    const { rows } = await this.client.query<{ wal: string; images: string }>(
      `SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn AS wal, (SELECT wal_fpi FROM pg_stat_wal) AS images`,
    );
    return {
      ...(await readCounters(this.client)),
      cpuMs: usageOf(this.server.pid ?? 0).cpuSeconds * 1_000,
      walBytes: Number(rows[0]?.wal),
      fullPageImages: Number(rows[0]?.images),
    };
  }

  /** Bytes of the events of all workflows of a process, as stored, without the index. */
  async eventBytes(processName: string): Promise<number> {
    const { rows } = await this.client.query<{ bytes: string }>(
      `SELECT coalesce(sum(pg_column_size(e.*)), 0) AS bytes FROM orchestrator.workflow_event e
         JOIN orchestrator.workflow w USING (workflow_id) WHERE w.process_name = $1`,
      [processName],
    );
    return Number(rows[0]?.bytes);
  }

  /** So that no window pays for the log of the one before it. */
  async checkpoint(): Promise<void> {
    await this.client.query('CHECKPOINT');
  }

  async stop(): Promise<void> {
    await this.client.end();
    await this.server.stop();
  }
}

/** What was used between two readings. */
export function useBetween(before: ServerUse, after: ServerUse): ServerUse {
  const difference = (name: keyof ServerUse): number => after[name] - before[name];
  return {
    cpuMs: difference('cpuMs'),
    walBytes: difference('walBytes'),
    fullPageImages: difference('fullPageImages'),
    transactions: difference('transactions'),
    writingTransactions: difference('writingTransactions'),
    logSyncs: difference('logSyncs'),
  };
}

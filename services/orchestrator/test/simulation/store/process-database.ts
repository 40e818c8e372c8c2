import type { Database } from '@botarmy/chassis';

import type { FaultPlan } from '../faults/fault-plan';
import type { SimulatedProcess } from '../kernel/simulated-process';
import type { DatabaseFunction } from './database-function';
import type { OutboxRow, Tables } from './tables';

const CLAIM = 'SELECT * FROM outbox_claim($1)';
const REMOVE = 'SELECT * FROM outbox_said($1)';
const CALL = /^SELECT (\w+)\(\) AS (\w+)$/;

interface Rows {
  readonly rows: object[];
}

/** One process' connections to the database: each call travels there and back, and either way may fail. */
export class ProcessDatabase {
  constructor(
    private readonly process: SimulatedProcess,
    private readonly tables: Tables,
    private readonly functions: Record<string, DatabaseFunction>,
    private readonly faults: FaultPlan,
  ) {}

  /** The part of `Database` that the orchestrator uses. */
  asDatabase(): Database {
    return this as unknown as Database;
  }

  call(name: string, ...args: unknown[]): Promise<object[]> {
    return this.travel(() => {
      const result = this.functionOf(name)(...(args as never[]));
      if (typeof result === 'boolean') throw new Error(`${name} returns no rows: ask it with query`);
      return result;
    });
  }

  query(text: string): Promise<Rows> {
    const [, name = '', alias = ''] = CALL.exec(text) ?? [];
    return this.travel(() => ({ rows: [{ [alias]: this.functionOf(name)() }] }));
  }

  /** A read through Prisma. */
  read<T>(work: () => T): Promise<T> {
    return this.travel(work);
  }

  /** Transactions are those of the outbox relay: claim rows, publish them, remove them. */
  async withTransaction<T>(
    work: (client: { query: (text: string, values?: unknown[]) => Promise<Rows> }) => Promise<T>,
  ) {
    const transaction = {};
    const removed: number[] = [];
    const query = (text: string, values: unknown[] = []): Promise<Rows> => {
      if (text === CLAIM) return this.travel(() => ({ rows: this.claim(transaction, Number(values[0])) }));
      if (text !== REMOVE) throw new Error(`the simulated database does not know the statement ${text}`);
      removed.push(...(values[0] as number[]));
      return Promise.resolve({ rows: [] });
    };
    this.process.onEnd(() => this.release(transaction));
    try {
      const result = await work({ query });
      await this.travel(() => {
        for (const row of [...this.tables.outbox.values()])
          if (removed.includes(row.ordinal)) this.tables.outbox.delete(row.event_id);
      });
      return result;
    } finally {
      this.release(transaction);
    }
  }

  private claim(transaction: object, limit: number): object[] {
    // A connection whose process is gone holds nothing.
    if (!this.process.isAlive) return [];
    const free = [...this.tables.outbox.values()].filter((row) => row.lockedBy === undefined).slice(0, limit);
    for (const row of free) row.lockedBy = transaction;
    return free.map((row) => ({ ...row }));
  }

  private release(transaction: object): void {
    const isOurs = (row: OutboxRow): boolean => row.lockedBy === transaction;
    for (const row of this.tables.outbox.values()) if (isOurs(row)) row.lockedBy = undefined;
  }

  private functionOf(name: string): DatabaseFunction {
    const known = this.functions[name];
    if (known === undefined)
      throw new Error(`the simulated database has no function ${name}: add it beside the others`);
    return known;
  }

  private travel<T>(work: () => T): Promise<T> {
    const passage = this.faults.passage(this.process, 'database');
    return this.process.exchange(passage, work, () =>
      Object.assign(new Error('connection lost'), { code: 'ECONNRESET' }),
    );
  }
}

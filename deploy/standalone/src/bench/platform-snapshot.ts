import type { Client } from 'pg';

import type { Platform } from '../platform/platform';
import { readCounters } from './database-counters';
import type { DatabaseCounters } from './database-counters';
import { usageOf } from './process-usage';
import { readCommits } from './read-commits';

/** What one process has used; between two snapshots, what it used meanwhile, except that memory is the later one's. */
export interface ProcessUse {
  readonly cpuSeconds: number;
  readonly memoryBytes: number;
  /** Commits that write, and transactions of Prisma, which here only reads. */
  readonly writing: number;
  readonly prisma: number;
}

/** The counters of all processes and of PostgreSQL. */
export interface PlatformUse extends DatabaseCounters {
  readonly processes: ReadonlyMap<string, ProcessUse>;
}

/** Reads all counters. */
export async function takeSnapshot(platform: Platform, database: Client): Promise<PlatformUse> {
  const { services, database: postgres, broker } = platform;
  const processes = new Map<string, ProcessUse>();
  for (const [name, { url, pid }] of services) {
    processes.set(name, { ...usageOf(pid), ...(await readCommits(`${url}/metrics`)) });
  }
  for (const server of [postgres.server, broker.server]) {
    if (server !== undefined) processes.set(server.name, { ...usageOf(server.pid), writing: 0, prisma: 0 });
  }
  return { processes, ...(await readCounters(database)) };
}

/** What was used between two snapshots. */
export function difference(before: PlatformUse, after: PlatformUse): PlatformUse {
  const processes = [...after.processes].map(([name, use]) => {
    const earlier = before.processes.get(name);
    const grown = (read: (use: ProcessUse) => number): number =>
      read(use) - (earlier === undefined ? 0 : read(earlier));
    return [
      name,
      {
        cpuSeconds: grown(({ cpuSeconds }) => cpuSeconds),
        memoryBytes: use.memoryBytes,
        writing: grown(({ writing }) => writing),
        prisma: grown(({ prisma }) => prisma),
      },
    ] as const;
  });
  return {
    processes: new Map(processes),
    transactions: after.transactions - before.transactions,
    writingTransactions: after.writingTransactions - before.writingTransactions,
    logSyncs: after.logSyncs - before.logSyncs,
  };
}

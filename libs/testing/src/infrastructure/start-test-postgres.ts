import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { startPostgres } from '@botarmy/embedded-infrastructure';

import { createTemporaryFolder, sweepTemporaryFolders } from './temporary-folder';
import { readTestEnvironment } from './test-environment';

/** A throw-away PostgreSQL; `stop` removes its data. */
export interface TestPostgres {
  url: string;
  stop(): Promise<void>;
}

/**
 * Starts a PostgreSQL for tests: fsync off, its life tied to this process. The empty cluster is made once and kept in
 * the cache folder; each start copies it, which takes a tenth of the time of making it.
 */
export async function startTestPostgres(): Promise<TestPostgres> {
  sweepTemporaryFolders();
  const folder = createTemporaryFolder();
  const dataDirectory = join(folder, 'postgres');
  const template = await ensureEmptyCluster(readTestEnvironment().cacheDirectory);
  execFileSync('cp', ['-R', '-p', template, dataDirectory]);
  const settings = { max_connections: 300, autovacuum_naptime: '10min', checkpoint_timeout: '1h', max_wal_size: '1GB' };
  const server = await startPostgres({ dataDirectory, fsync: false, dieWithParent: true, settings });
  return {
    url: server.url,
    stop: async () => {
      await server.kill('SIGQUIT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function ensureEmptyCluster(cacheDirectory: string): Promise<string> {
  const template = join(cacheDirectory, 'postgres-18-empty-cluster');
  if (existsSync(template)) {
    return template;
  }
  mkdirSync(cacheDirectory, { recursive: true });
  const draft = mkdtempSync(join(cacheDirectory, '.cluster-'));
  const server = await startPostgres({ dataDirectory: join(draft, 'postgres'), fsync: false, dieWithParent: true });
  await server.stop();
  try {
    renameSync(join(draft, 'postgres'), template);
  } catch (error) {
    if (!existsSync(template)) {
      throw error;
    }
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return template;
}

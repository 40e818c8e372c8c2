import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client } from 'pg';

import { startTestPostgres } from './start-test-postgres';

describe('a PostgreSQL for tests', () => {
  it('starts from an empty cluster made once, and leaves nothing behind', async () => {
    const cacheDirectory = mkdtempSync(join(tmpdir(), 'botarmy-cluster-spec-'));
    const before = process.env.BOTARMY_CACHE_DIR;
    process.env.BOTARMY_CACHE_DIR = cacheDirectory;
    try {
      const [one, two] = [await startTestPostgres(), await startTestPostgres()];
      const client = new Client({ connectionString: two.url });
      await client.connect();
      const { rows } = await client.query<{ folder: string }>(`SELECT current_setting('data_directory') AS folder`);
      await client.end();
      expect(two.url).not.toBe(one.url);
      await Promise.all([one.stop(), two.stop()]);
      expect(rows[0]?.folder).toContain('botarmy-test-');
      expect(existsSync(rows[0]?.folder ?? '')).toBe(false);
    } finally {
      process.env.BOTARMY_CACHE_DIR = before ?? '';
      rmSync(cacheDirectory, { recursive: true, force: true });
    }
  }, 60_000);
});

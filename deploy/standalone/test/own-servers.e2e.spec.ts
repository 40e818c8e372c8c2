import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { renderNatsConfig, startNatsServer, startPostgres } from '@botarmy/embedded-infrastructure';
import type { ManagedServer } from '@botarmy/embedded-infrastructure';

import { natsUsers } from '../src/infrastructure/nats-users';
import { readRunRecord } from '../src/state/run-record';
import { loadSecrets, seedOf } from '../src/state/secrets';
import { completeWorkflow, createScratch, startTestPlatform, testEnvironment } from './platform.fixture';

describe("a platform on its owner's own servers", () => {
  const scratch = createScratch();
  const servers: ManagedServer[] = [];
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    scratch.remove();
  });

  it('makes database, roles and streams there, and starts and stops no server', async () => {
    mkdirSync(scratch.state, { recursive: true });
    const secrets = loadSecrets(join(scratch.state, 'secrets.json'));
    const users = natsUsers((service) => seedOf(secrets, service));
    const { PATH, NATS_SERVER_BIN, BOTARMY_CACHE_DIR } = testEnvironment();
    const own = { dieWithParent: true } as const;
    const [postgres, nats] = await Promise.all([
      startPostgres({ ...own, dataDirectory: join(scratch.out, 'postgres'), fsync: false }),
      startNatsServer({
        ...own,
        storeDirectory: join(scratch.out, 'nats'),
        configText: renderNatsConfig({ port: 0, storeDirectory: join(scratch.out, 'nats'), users }),
        binary: NATS_SERVER_BIN,
        searchPath: PATH,
        cacheDirectory: BOTARMY_CACHE_DIR || undefined,
      }),
    ]);
    servers.push(postgres, nats);
    const databaseUrl = new URL(postgres.url);
    databaseUrl.pathname = '/made_by_set_up';
    const environment = testEnvironment({ DATABASE_URL: databaseUrl.href, NATS_URL: nats.url, PORT: '0' });
    const lines: string[] = [];

    const platform = await startTestPlatform(scratch, { environment, print: (line) => void lines.push(line) });
    try {
      const { paths } = await completeWorkflow(platform, scratch, 'A garden planner for 20 allotments.');
      expect(paths).toHaveLength(14);
      expect(readRunRecord(platform.folder.runFile)?.servers).toEqual([]);
      expect(lines).toContainEqual(expect.stringMatching(/^NATS_URL is set: the users that broker needs stand in /));
      const written = readFileSync(platform.folder.natsUsersFile, 'utf8');
      expect(written).toMatch(/^authorization \{/);
      for (const { nkey } of users) expect(written).toContain(nkey);
    } finally {
      await platform.stop();
    }
    expect([postgres.isRunning, nats.isRunning]).toEqual([true, true]);
  }, 60_000);
});

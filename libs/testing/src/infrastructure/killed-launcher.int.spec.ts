import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { Client } from 'pg';

import { isProcessAlive, startNatsServer, startPostgres } from '@botarmy/embedded-infrastructure';

import { createTemporaryFolder } from './temporary-folder';
import { readTestEnvironment } from './test-environment';

const REGISTER = resolve(__dirname, '../../jest/register-typescript.cjs');

describe('servers whose launcher was killed with -9', () => {
  const folder = createTemporaryFolder();
  const dataDirectory = join(folder, 'postgres');
  const storeDirectory = join(folder, 'nats');
  const { natsServerBinary: binary, searchPath, cacheDirectory } = readTestEnvironment();
  const natsOptions = { storeDirectory, binary, searchPath, cacheDirectory, configText: 'jetstream: enabled\n' };

  /** Starts both servers from a process of its own, kills that, and reports the servers' pids. */
  async function startAndKillLauncher(): Promise<{ postgres: number; nats: number }> {
    const script = `
      require(${JSON.stringify(REGISTER)}).registerTypescript();
      const { startNatsServer, startPostgres } = require('@botarmy/embedded-infrastructure');
      (async () => {
        const postgres = await startPostgres({ dataDirectory: ${JSON.stringify(dataDirectory)}, fsync: false });
        const nats = await startNatsServer(${JSON.stringify(natsOptions)});
        console.log(JSON.stringify({ postgres: postgres.pid, nats: nats.pid }));
        setInterval(() => undefined, 1000);
      })();`;
    const cwd = resolve(__dirname, '../../../..');
    const launcher = spawn(process.execPath, ['-e', script], { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(launcher.stdout, 'data')) as [Buffer];
    launcher.kill('SIGKILL');
    await once(launcher, 'exit');
    return JSON.parse(line.toString()) as { postgres: number; nats: number };
  }

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('live on, are taken over or replaced, and start again after being killed themselves', async () => {
    const pids = await startAndKillLauncher();
    expect([pids.postgres, pids.nats].map(isProcessAlive)).toEqual([true, true]);

    const postgres = await startPostgres({ dataDirectory, fsync: false, dieWithParent: true });
    const nats = await startNatsServer({ ...natsOptions, dieWithParent: true });
    expect(postgres.pid).toBe(pids.postgres);
    expect(nats.pid).not.toBe(pids.nats);
    expect(isProcessAlive(pids.nats)).toBe(false);

    await postgres.kill('SIGKILL');
    await postgres.restart();
    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await client.end();
    await Promise.all([postgres.stop(), nats.stop()]);
  }, 60_000);
});

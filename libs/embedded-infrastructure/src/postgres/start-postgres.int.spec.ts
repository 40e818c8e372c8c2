import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client } from 'pg';

import { findFreePort } from '../ports/free-port';
import { PortTakenError } from '../ports/port-taken-error';
import { isProcessAlive } from '../process/process-table';
import { superviseServer } from '../process/supervise-server';
import { type PostgresServer, startPostgres, type StartPostgresOptions } from './start-postgres';

const folders: string[] = [];
const servers: PostgresServer[] = [];

async function start(options: Partial<StartPostgresOptions> & { dataDirectory: string }): Promise<PostgresServer> {
  const server = await startPostgres({ fsync: false, dieWithParent: true, ...options });
  servers.push(server);
  return server;
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'botarmy-postgres-spec-'));
  folders.push(folder);
  return folder;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('an embedded PostgreSQL', () => {
  let dataDirectory: string;
  let server: PostgresServer;

  beforeAll(async () => {
    dataDirectory = newFolder();
    server = await start({ dataDirectory, fsync: true });
    await query(server.url, 'CREATE TABLE note (text text)');
  }, 120_000);

  afterAll(async () => {
    await Promise.all(servers.map((each) => each.stop()));
    folders.forEach((folder) => rmSync(folder, { recursive: true, force: true }));
  }, 60_000);

  it('answers on loopback as version 18, with its settings', async () => {
    const [row] = await query(
      server.url,
      `SELECT current_setting('server_version') AS version, current_setting('max_connections') AS connections,
              current_setting('fsync') AS fsync, current_setting('listen_addresses') AS addresses`,
    );
    expect(row).toMatchObject({ connections: '200', fsync: 'on', addresses: '127.0.0.1' });
    expect(row?.version).toMatch(/^18\./);
  });

  it('is the process whose pid it reports', async () => {
    const cluster = join(dataDirectory, 'cluster');
    const [firstLine] = execFileSync('head', ['-1', join(cluster, 'postmaster.pid')], { encoding: 'utf8' }).split('\n');
    expect(Number(firstLine)).toBe(server.pid);
  });

  it('keeps the owner password readable by its owner alone and asks for it', async () => {
    expect(statSync(join(dataDirectory, 'owner-password')).mode & 0o777).toBe(0o600);
    await expect(query(server.url.replace(/:[^:@]+@/, ':wrong@'), 'SELECT 1')).rejects.toThrow(/password/);
  });

  it('keeps committed data when it is killed with -9 and restarted on the same port', async () => {
    await query(server.url, `INSERT INTO note VALUES ('kept')`);
    await server.kill('SIGKILL');
    expect(server.isRunning).toBe(false);
    await server.restart();
    expect(await query(server.url, 'SELECT text FROM note')).toEqual([{ text: 'kept' }]);
  });

  it('comes back by itself under supervision', async () => {
    const killedPid = server.pid;
    const restarted = new Promise<void>((resolve) => {
      const stopSupervision = superviseServer(server, {
        log: () => undefined,
        firstDelayMs: 1,
        onRestart: () => {
          stopSupervision();
          resolve();
        },
      });
    });
    await server.kill('SIGKILL');
    await restarted;
    expect(server.pid).not.toBe(killedPid);
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('is taken over, not started twice, by another launcher on the same folder', async () => {
    const second = await start({ dataDirectory });
    expect(second.pid).toBe(server.pid);
    expect(second.url).toBe(server.url);
  });

  it('is replaced when the launcher wants its own', async () => {
    const before = server.pid;
    server = await start({ dataDirectory, onLiveServer: 'replace' });
    expect(server.pid).not.toBe(before);
    expect(isProcessAlive(before)).toBe(false);
  });

  it('starts over a pid file that names a living stranger', async () => {
    await server.stop();
    const stale = [process.pid, join(dataDirectory, 'cluster'), 0, server.port, '', '127.0.0.1', '0 0', 'ready'];
    writeFileSync(join(dataDirectory, 'cluster', 'postmaster.pid'), `${stale.join('\n')}\n`);
    await server.restart();
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('runs beside another one', async () => {
    const other = await start({ dataDirectory: newFolder() });
    expect(other.port).not.toBe(server.port);
    await query(other.url, 'CREATE TABLE elsewhere ()');
    await expect(query(server.url, 'SELECT * FROM elsewhere')).rejects.toThrow(/does not exist/);
  }, 60_000);

  it('names the port when it is taken', async () => {
    const error = await start({ dataDirectory: newFolder(), port: server.port }).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(PortTakenError);
    expect((error as Error).message).toContain(`Port ${server.port} on 127.0.0.1, wanted for PostgreSQL, is taken`);
  }, 60_000);

  it('moves to another port when it is started with one', async () => {
    const port = await findFreePort();
    server = await start({ dataDirectory, port });
    expect(server.port).toBe(port);
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('refuses the folder of another major version and leaves it alone', async () => {
    const folder = newFolder();
    execFileSync('mkdir', [join(folder, 'cluster')]);
    writeFileSync(join(folder, 'cluster', 'PG_VERSION'), '15\n');
    await expect(start({ dataDirectory: folder })).rejects.toThrow(/made by PostgreSQL 15; this version runs 18/);
    expect(existsSync(join(folder, 'cluster', 'PG_VERSION'))).toBe(true);
  });

  it('reports the end of the log when a setting is wrong', async () => {
    await expect(start({ dataDirectory: newFolder(), settings: { shared_buffers: 'much' } })).rejects.toThrow(
      /invalid value for parameter "shared_buffers"/,
    );
  }, 60_000);
});

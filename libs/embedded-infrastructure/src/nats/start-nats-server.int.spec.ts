import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { connect, nkeys } from 'nats';

import { PortTakenError } from '../ports/port-taken-error';
import { isProcessAlive } from '../process/process-table';
import { findNatsServer } from './find-nats-server';
import { renderNatsConfig } from './render-nats-config';
import { type NatsServer, startNatsServer, type StartNatsServerOptions } from './start-nats-server';

describe('an embedded nats-server', () => {
  const folders: string[] = [];
  const servers: NatsServer[] = [];
  let storeDirectory: string;
  let server: NatsServer;

  function newFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'botarmy-nats-spec-'));
    folders.push(folder);
    return folder;
  }

  async function start(options: Partial<StartNatsServerOptions> & { storeDirectory: string }): Promise<NatsServer> {
    const started = await startNatsServer({
      configText: ({ supportsSyncAlways }) =>
        renderNatsConfig({ port: 0, storeDirectory: options.storeDirectory, syncAlways: supportsSyncAlways }),
      dieWithParent: true,
      ...options,
    });
    servers.push(started);
    return started;
  }

  async function countMessages(url: string): Promise<number> {
    const connection = await connect({ servers: url });
    try {
      return (await (await connection.jetstreamManager()).streams.info('NOTES')).state.messages;
    } finally {
      await connection.close();
    }
  }

  beforeAll(async () => {
    storeDirectory = newFolder();
    server = await start({ storeDirectory });
    const connection = await connect({ servers: server.url });
    await (await connection.jetstreamManager()).streams.add({ name: 'NOTES', subjects: ['notes'] });
    await connection.jetstream().publish('notes');
    await connection.close();
  }, 120_000);

  afterAll(async () => {
    await Promise.all(servers.map((each) => each.stop()));
    folders.forEach((folder) => rmSync(folder, { recursive: true, force: true }));
  });

  it('keeps its streams when it is killed with -9 and restarted', async () => {
    const killedPid = server.pid;
    await server.kill();
    expect(isProcessAlive(killedPid)).toBe(false);
    await server.restart();
    expect(await countMessages(server.url)).toBe(1);
  });

  it('is replaced by the next launcher, and the store stays', async () => {
    const before = server.pid;
    server = await start({ storeDirectory });
    expect(isProcessAlive(before)).toBe(false);
    expect(await countMessages(server.url)).toBe(1);
  });

  it('is taken over by a launcher that asks for it', async () => {
    const second = await start({ storeDirectory, onLiveServer: 'attach' });
    expect([second.pid, second.url]).toEqual([server.pid, server.url]);
  });

  it('takes new users without a restart', async () => {
    const lone = await start({ storeDirectory: newFolder() });
    const user = { nkey: nkeys.createUser().getPublicKey(), publish: ['>'], subscribe: ['>'] };
    const anonymous = await connect({ servers: lone.url, reconnect: false });
    const closed = anonymous.closed();
    const same = { port: 0, storeDirectory: lone.storeDirectory, syncAlways: true };
    await lone.reload(renderNatsConfig({ ...same, users: [user] }));
    await closed;
    await expect(connect({ servers: lone.url })).rejects.toThrow(/authorization/i);
    await expect(lone.reload(renderNatsConfig({ ...same, syncAlways: false }))).rejects.toThrow(
      /not supported for SyncAlways/,
    );
  });

  it('keeps its data in its own folder when the configuration does not name one', async () => {
    const folder = newFolder();
    const plain = await start({ storeDirectory: folder, configText: 'jetstream: enabled\n' });
    const connection = await connect({ servers: plain.url });
    await (await connection.jetstreamManager()).streams.add({ name: 'PLAIN', subjects: ['plain'] });
    await connection.close();
    await plain.restart();
    const again = await connect({ servers: plain.url });
    expect((await (await again.jetstreamManager()).streams.info('PLAIN')).config.name).toBe('PLAIN');
    await again.close();
  });

  it('names the port when it is taken', async () => {
    await expect(start({ storeDirectory: newFolder(), port: server.port })).rejects.toThrow(PortTakenError);
  });

  it('reports what is wrong with a configuration', async () => {
    await expect(start({ storeDirectory: newFolder(), configText: 'jetstream { nonsense: 1 }' })).rejects.toThrow(
      /ended at once[^]*unknown field/i,
    );
  });

  it('names the program that is not a nats-server', async () => {
    const folder = newFolder();
    const program = join(folder, 'nats-server');
    writeFileSync(program, '#!/bin/sh\necho hello\n', { mode: 0o755 });
    await expect(start({ storeDirectory: folder, binary: program })).rejects.toThrow(
      `${program} (from NATS_SERVER_BIN) is not a usable nats-server: it answers "hello" to --version`,
    );
  });

  it('prefers a new enough program on the path over the cache, and passes over an old one', async () => {
    const [old, recent] = [newFolder(), newFolder()];
    writeFileSync(join(old, 'nats-server'), '#!/bin/sh\necho "nats-server: v2.9.10"\n', { mode: 0o755 });
    writeFileSync(join(recent, 'nats-server'), '#!/bin/sh\necho "nats-server: v2.11.1"\n', { mode: 0o755 });
    const found = await findNatsServer({ searchPath: `${old}:${recent}`, cacheDirectory: newFolder() });
    expect(found).toEqual({ path: join(recent, 'nats-server'), version: '2.11.1', supportsSyncAlways: true });
  });
});

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { cachedNatsServer, NatsServerUnavailableError } from './cached-nats-server';
import type { NatsRelease } from './nats-releases';

const PROGRAM = '#!/bin/sh\necho "nats-server: v2.10.29"\n';

describe('the nats-server cache', () => {
  let folder: string;
  let archive: Buffer;
  let server: Server;
  let requests = 0;

  function release(sha256: string, path = '/nats.tar.gz'): NatsRelease {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
    return {
      version: '2.10.29',
      platform: `${process.platform}-${process.arch}`,
      sha256,
      origin: { kind: 'archive', url },
    };
  }

  beforeAll(async () => {
    const source = mkdtempSync(join(tmpdir(), 'botarmy-archive-spec-'));
    mkdirSync(join(source, 'nats-server-v2.10.29'));
    writeFileSync(join(source, 'nats-server-v2.10.29', 'nats-server'), PROGRAM);
    execFileSync('tar', ['-czf', join(source, 'nats.tar.gz'), '-C', source, 'nats-server-v2.10.29']);
    archive = readFileSync(join(source, 'nats.tar.gz'));
    rmSync(source, { recursive: true });
    server = createServer((request, response) => {
      requests += 1;
      response.writeHead(request.url === '/nats.tar.gz' ? 200 : 404).end(archive);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'botarmy-cache-spec-'));
    requests = 0;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const sumOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

  it('downloads once, checks, unpacks, and then touches no network', async () => {
    const log = jest.fn();
    const releases = [release(sumOf(archive))];
    const program = await cachedNatsServer(folder, log, releases);
    expect(execFileSync(program, { encoding: 'utf8' })).toContain('v2.10.29');
    expect(await cachedNatsServer(folder, log, releases)).toBe(program);
    expect(requests).toBe(1);
    expect(log).toHaveBeenCalledTimes(1);
  });

  it('gives everyone the same program when several ask at once', async () => {
    const releases = [release(sumOf(archive))];
    const programs = await Promise.all([1, 2, 3].map(() => cachedNatsServer(folder, () => undefined, releases)));
    expect(new Set(programs).size).toBe(1);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('goes on to the next source when a sum is wrong, and keeps nothing of the wrong one', async () => {
    const program = await cachedNatsServer(folder, () => undefined, [release('0'.repeat(64)), release(sumOf(archive))]);
    expect(readFileSync(program, 'utf8')).toBe(PROGRAM);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('lists every failure and the remedy when no source works', async () => {
    const failure = await cachedNatsServer(folder, () => undefined, [
      release('0'.repeat(64)),
      release('1', '/gone'),
    ]).catch((error: unknown) => error as Error);
    expect(failure).toBeInstanceOf(NatsServerUnavailableError);
    expect((failure as Error).message).toMatch(/expected SHA-256[^]*answers 404[^]*Set NATS_SERVER_BIN/);
    expect(readdirSync(folder)).toHaveLength(0);
  });

  it('says so on a platform nothing is known for', async () => {
    await expect(cachedNatsServer(folder, () => undefined, [])).rejects.toThrow(/no known download for/);
  });
});

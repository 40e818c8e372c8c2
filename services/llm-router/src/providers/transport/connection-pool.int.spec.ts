import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';

import { SystemClock } from '@botarmy/chassis';

import { ConnectionPool } from './connection-pool';

const ENCODERS = { br: brotliCompressSync, gzip: gzipSync } as const;

describe('the connections to providers', () => {
  let server: Server;
  let url: string;
  let connections = 0;
  let pool: ConnectionPool;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const encoding = request.url?.slice(1) as keyof typeof ENCODERS;
      const encode = ENCODERS[encoding];
      const body = encode === undefined ? Buffer.from('plain') : encode(`packed with ${encoding}`);
      response.writeHead(200, encode === undefined ? {} : { 'content-encoding': encoding }).end(body);
    });
    server.keepAliveTimeout = 600_000;
    server.on('connection', () => (connections += 1));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://localhost:${(server.address() as AddressInfo).port}`;
    pool = new ConnectionPool(new SystemClock());
  });
  afterAll(async () => {
    await pool.onApplicationShutdown();
    server.closeAllConnections();
    server.close();
  });

  const read = async (path: string): Promise<string> => (await fetch(`${url}/${path}`)).text();

  it('are kept and used again, apart from those of everybody else', async () => {
    const ask = async (): Promise<void> => expect(await pool.use(() => read(''))).toBe('plain');
    for (let time = 0; time < 10; time += 1) await ask();
    // A connection is free again a moment after its answer was read, so it may take a second one.
    expect(connections).toBeLessThanOrEqual(2);
    const own = connections;
    await read('');
    expect(connections).toBeGreaterThan(own);
  });

  it.each(['br', 'gzip'])('take answers packed with %s', async (encoding) => {
    expect(await pool.use(() => read(encoding))).toBe(`packed with ${encoding}`);
  });
});

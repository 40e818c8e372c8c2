import { once } from 'node:events';
import { Agent, createServer, get } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

import { SystemClock } from '../clock/system-clock';
import { ConnectionDrain } from './connection-drain';

describe('a server that is being closed', () => {
  let server: Server;
  let drain: ConnectionDrain;
  let answer: () => void;
  const agent = new Agent({ keepAlive: true });
  const sockets: Socket[] = [];

  beforeEach(async () => {
    let answered: Promise<void> = Promise.resolve();
    server = createServer((request, response) => {
      if (request.url === '/slow') answered = new Promise((resolve) => (answer = resolve));
      void answered.then(() => response.end('done'));
    });
    server.keepAliveTimeout = 60_000;
    drain = new ConnectionDrain(server, new SystemClock());
    server.listen({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
  });

  afterAll(() => {
    agent.destroy();
    sockets.forEach((socket) => socket.destroy());
  });

  const port = (): number => (server.address() as AddressInfo).port;

  async function ask(path: string): Promise<string> {
    const [response] = (await once(get({ port: port(), path, agent }), 'response')) as [IncomingMessage];
    let text = '';
    for await (const part of response) text += String(part);
    return text;
  }

  function close(): Promise<void> {
    return drain.during(() => new Promise((resolve) => server.close(() => resolve())));
  }

  it('answers what is in hand and then ends the connection that would be kept alive', async () => {
    const slow = ask('/slow');
    await once(server, 'request');
    const closed = close();
    answer();
    expect(await slow).toBe('done');
    await closed;
  });

  it('does not wait for a connection that was opened ahead of its first request', async () => {
    const ahead = connect(port(), '127.0.0.1');
    sockets.push(ahead);
    await once(server, 'connection');
    await close();
    if (!ahead.destroyed) await once(ahead, 'close');
  });

  it('passes on why closing failed', async () => {
    await expect(drain.during(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await close();
  });
});

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { WebSocketServer } from 'ws';

import { watchFrames } from './watch-frames';

describe('a socket', () => {
  let http: Server;
  let sockets: WebSocketServer;
  let baseUrl: string;
  const authorizations: (string | undefined)[] = [];
  const heard: string[] = [];

  beforeAll(async () => {
    http = createServer();
    sockets = new WebSocketServer({ noServer: true });
    http.on('upgrade', (request, socket, head) => {
      authorizations.push(request.headers.authorization);
      if (request.headers.authorization === 'Bearer wrong') {
        socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
        return;
      }
      sockets.handleUpgrade(request, socket, head, (connection) => {
        connection.on('message', (data) => heard.push(String(data)));
        connection.send(Buffer.from('binary'), { binary: true });
        connection.send(JSON.stringify({ type: 'heartbeat', content: 'ping' }));
        connection.on('message', () => connection.send(JSON.stringify({ type: 'resync', workflow_id: 'wf_a' })));
      });
    });
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    baseUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    for (const connection of sockets.clients) connection.terminate();
    http.close();
    await once(http, 'close');
  });

  it.each([
    ['with a token carries it in a header', 'secret', 'Bearer secret'],
    ['without a token is the platform’s own', undefined, undefined],
  ])('%s', async (_name, token, authorization) => {
    const types: string[] = [];
    for await (const { type } of watchFrames({ baseUrl, token })) {
      types.push(type);
      if (type === 'disconnected') break;
    }
    expect(types).toEqual(['connected', 'resync', 'disconnected']);
    expect(authorizations.at(-1)).toBe(authorization);
    expect(heard.at(-1)).toBe('{"type":"heartbeat","content":"pong"}');
  });

  it('that is refused says why', async () => {
    await expect(watchFrames({ baseUrl, token: 'wrong' }).next()).rejects.toMatchObject({ status: 401 });
  });

  it('to nowhere is tried again', async () => {
    const nowhere = 'http://127.0.0.1:1';
    for (const token of ['secret', undefined]) {
      const frames = watchFrames({ baseUrl: nowhere, token });
      await expect(frames.next()).resolves.toMatchObject({ value: { type: 'disconnected' } });
      await frames.return();
    }
  });
});

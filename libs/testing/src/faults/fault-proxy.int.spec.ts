import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

import { FaultProxy } from './fault-proxy';

/** Answers each byte with a kilobyte, and echoes "half" after the client has ended its side. */
function startKilobyteServer(): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('data', (chunk) => socket.write(Buffer.alloc(chunk.length * 1_024, 'x')));
    socket.on('end', () => socket.end('half'));
    socket.on('error', () => socket.destroy());
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function received(socket: Socket, bytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.length >= bytes) {
        resolve(text);
      }
    });
    socket.once('error', reject);
    socket.once('end', () => resolve(text));
    socket.once('close', () => resolve(text));
  });
}

describe('a fault proxy', () => {
  let server: Server;
  let proxy: FaultProxy;
  const sockets: Socket[] = [];

  async function open(): Promise<Socket> {
    const socket = connect({ host: '127.0.0.1', port: proxy.port, allowHalfOpen: true });
    sockets.push(socket);
    await once(socket, 'connect');
    return socket;
  }

  beforeAll(async () => {
    server = await startKilobyteServer();
  });
  beforeEach(async () => {
    proxy = await FaultProxy.start({ port: (server.address() as AddressInfo).port });
  });
  afterEach(async () => {
    sockets.splice(0).forEach((socket) => socket.destroy());
    await proxy.close();
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('passes everything, ends of one side included', async () => {
    const socket = await open();
    socket.write('a');
    expect(await received(socket, 1_024)).toHaveLength(1_024);
    socket.end();
    expect(await received(socket, 4)).toBe('half');
  });

  it('delays', async () => {
    const socket = await open();
    await proxy.set({ kind: 'latency', ms: 40, jitterMs: 1 });
    const begin = performance.now();
    socket.write('a');
    await received(socket, 1_024);
    expect(performance.now() - begin).toBeGreaterThanOrEqual(78);
  });

  it('limits the rate', async () => {
    const socket = await open();
    await proxy.set({ kind: 'rate', bytesPerSecond: 10_240 });
    const begin = performance.now();
    socket.write('a');
    await received(socket, 1_024);
    expect(performance.now() - begin).toBeGreaterThanOrEqual(95);
  });

  it('swallows everything as a black hole, and passes again when healed', async () => {
    const socket = await open();
    await proxy.set({ kind: 'blackhole' });
    const answer = received(socket, 1_024);
    socket.write('lost');
    const probe = await open();
    probe.end('x');
    await once(server, 'connection');
    await proxy.heal();
    socket.write('a');
    expect(await answer).toHaveLength(1_024);
  });

  it('refuses, and listens on the same port again when healed', async () => {
    const { port } = proxy;
    const socket = await open();
    const closed = once(socket, 'close');
    socket.resume().on('end', () => socket.end());
    await proxy.set({ kind: 'refuse' });
    await closed;
    await expect(open()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await proxy.heal();
    expect(proxy.port).toBe(port);
    expect(await received((await open()).end('a'), 1_024)).toContain('x');
  });

  it('resets open and new connections', async () => {
    const socket = await open();
    const failed = once(socket, 'error').catch((error: unknown) => [error]);
    await proxy.set({ kind: 'reset' });
    expect((await failed)[0]).toMatchObject({ code: 'ECONNRESET' });
    const fresh = connect({ host: '127.0.0.1', port: proxy.port });
    sockets.push(fresh);
    expect((await once(fresh, 'error'))[0]).toMatchObject({ code: 'ECONNRESET' });
  });

  it('cuts the answer after so many bytes', async () => {
    const socket = await open();
    socket.write('a');
    await received(socket, 1_024);
    await proxy.set({ kind: 'cut', afterBytes: 1_500 });
    const answer = received(socket, 2_048);
    socket.write('b');
    socket.write('c');
    expect(await answer).toHaveLength(1_500);
  });

  it('rewrites a URL to lead through it', async () => {
    const through = await FaultProxy.start('http://localhost:81/x');
    expect(through.through('nats://user@localhost:81/x')).toBe(`nats://user@127.0.0.1:${through.port}/x`);
    expect(through.openConnections).toBe(0);
    await through.close();
  });
});

import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

import type { Fault } from './fault';
import { ProxiedConnection } from './proxied-connection';

/** A TCP proxy on a free loopback port in front of a server, with faults to switch on and off while it runs. */
export class FaultProxy {
  private fault: Fault = { kind: 'ok' };
  private server: Server | undefined;
  private listeningPort = 0;
  private readonly connections = new Set<ProxiedConnection>();

  private constructor(private readonly target: { host: string; port: number }) {}

  /** Starts a proxy in front of `target` (host is 127.0.0.1 unless given), or of a URL's host and port. */
  static async start(target: { host?: string; port: number } | string): Promise<FaultProxy> {
    const url = typeof target === 'string' ? new URL(target) : undefined;
    const { host = '127.0.0.1', port } = url
      ? { host: url.hostname, port: Number(url.port) }
      : (target as { host?: string; port: number });
    const proxy = new FaultProxy({ host, port });
    await proxy.listen();
    return proxy;
  }

  get port(): number {
    return this.listeningPort;
  }

  get openConnections(): number {
    return this.connections.size;
  }

  /** The URL with the proxy's host and port in place of the server's. */
  through(url: string): string {
    const rewritten = new URL(url);
    rewritten.hostname = '127.0.0.1';
    rewritten.port = String(this.port);
    return rewritten.href;
  }

  /** Switches the fault, for open and new connections; resolves when it is in force. */
  async set(fault: Fault): Promise<void> {
    this.fault = fault;
    this.connections.forEach((connection) => connection.resetCount());
    if (fault.kind === 'reset') {
      this.connections.forEach((connection) => connection.reset());
    }
    if (fault.kind === 'refuse') {
      await this.stopListening();
    } else if (this.server === undefined) {
      await this.listen();
    }
  }

  /** Back to passing everything. Bytes that were swallowed stay lost. */
  heal(): Promise<void> {
    return this.set({ kind: 'ok' });
  }

  /** Ends the proxy and all connections through it. */
  close(): Promise<void> {
    return this.stopListening();
  }

  private listen(): Promise<void> {
    const server = createServer({ allowHalfOpen: true }, (socket) => this.accept(socket));
    this.server = server;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: '127.0.0.1', port: this.listeningPort }, () => {
        this.listeningPort = (server.address() as AddressInfo).port;
        resolve();
      });
    });
  }

  private accept(client: Socket): void {
    if (this.fault.kind === 'reset') {
      client.on('error', () => undefined).resetAndDestroy();
      return;
    }
    const connection = new ProxiedConnection(
      client,
      this.target,
      () => this.fault,
      () => this.connections.delete(connection),
    );
    this.connections.add(connection);
  }

  private stopListening(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    this.connections.forEach((connection) => connection.close());
    return new Promise((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
  }
}

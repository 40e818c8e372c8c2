import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

import type { Fault } from './fault';

/** One client connection through the proxy and its counterpart to the server. */
export class ProxiedConnection {
  private readonly server: Socket;
  private answeredBytes = 0;

  constructor(
    private readonly client: Socket,
    target: { host: string; port: number },
    private readonly currentFault: () => Fault,
    onClose: () => void,
  ) {
    this.server = connect({ ...target, allowHalfOpen: true });
    for (const socket of [client, this.server]) {
      socket.setNoDelay(true);
      socket.on('error', () => this.close());
      socket.on('close', () => {
        this.close();
        onClose();
      });
    }
    this.pump(client, this.server, false);
    this.pump(this.server, client, true);
  }

  /** Forgets how much was answered: `cut` counts from the moment it is set. */
  resetCount(): void {
    this.answeredBytes = 0;
  }

  close(): void {
    this.client.destroy();
    this.server.destroy();
  }

  /** Ends both sides with RST. */
  reset(): void {
    this.client.resetAndDestroy();
    this.server.resetAndDestroy();
  }

  /** One chunk at a time: while it is on its way, nothing more is read. */
  private pump(from: Socket, to: Socket, isAnswer: boolean): void {
    from.on('data', (chunk: Buffer) => {
      from.pause();
      this.pass(chunk, to, isAnswer).then(
        () => from.resume(),
        () => this.close(),
      );
    });
    from.on('end', () => to.end());
  }

  private async pass(chunk: Buffer, to: Socket, isAnswer: boolean): Promise<void> {
    const fault = this.currentFault();
    switch (fault.kind) {
      case 'blackhole':
        return;
      case 'latency':
        await delay(fault.ms + Math.random() * (fault.jitterMs ?? 0));
        break;
      case 'rate':
        return this.passSlowly(chunk, to, fault.bytesPerSecond);
      case 'cut':
        if (isAnswer) {
          return this.passUntilCut(chunk, to, fault.afterBytes);
        }
        break;
      default:
        break;
    }
    await write(to, chunk);
  }

  /** In portions of a tenth of a second, at least a byte each. */
  private async passSlowly(chunk: Buffer, to: Socket, bytesPerSecond: number): Promise<void> {
    const portion = Math.max(1, Math.floor(bytesPerSecond / 10));
    for (let offset = 0; offset < chunk.length; offset += portion) {
      const part = chunk.subarray(offset, offset + portion);
      await delay((part.length * 1_000) / bytesPerSecond);
      await write(to, part);
    }
  }

  private async passUntilCut(chunk: Buffer, to: Socket, afterBytes: number): Promise<void> {
    const rest = afterBytes - this.answeredBytes;
    this.answeredBytes += chunk.length;
    await write(to, chunk.subarray(0, Math.max(0, rest)));
    if (chunk.length >= rest) {
      this.client.destroy();
      this.server.resetAndDestroy();
    }
  }
}

function write(to: Socket, chunk: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    to.write(chunk, (error) => (error ? reject(error) : resolve()));
  });
}

import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

import type { Clock } from '@botarmy/chassis';

/** Every answer says that no provider was behind it. */
export const SIMULATED_HEADER = 'x-botarmy-simulated';

/** Writes an HTTP answer with back-pressure; every write fails once the signal is aborted. */
export class ResponseWriter {
  private readonly raw: ServerResponse;
  private readonly clock: Clock;
  private readonly signal: AbortSignal;
  private drip: { bytes: number; intervalMs: number } | undefined;

  constructor(raw: ServerResponse, clock: Clock, signal: AbortSignal) {
    this.raw = raw;
    this.clock = clock;
    this.signal = signal;
  }

  /** From now on every write is cut into small ones with a pause after each. */
  slowDown(bytes: number, intervalMs: number): void {
    this.drip = { bytes, intervalMs };
  }

  head(status: number, headers: Readonly<Record<string, string>>): void {
    this.signal.throwIfAborted();
    this.raw.writeHead(status, { ...headers, [SIMULATED_HEADER]: 'true' });
  }

  async write(text: string): Promise<void> {
    if (!this.drip) return this.send(text);
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += this.drip.bytes) {
      await this.send(bytes.subarray(at, at + this.drip.bytes));
      await this.clock.sleep(this.drip.intervalMs, this.signal);
    }
  }

  /** A whole JSON answer. */
  async json(status: number, headers: Readonly<Record<string, string>>, body: unknown): Promise<void> {
    const text = JSON.stringify(body);
    this.head(status, {
      ...headers,
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(Buffer.byteLength(text)),
    });
    await this.write(text);
    this.end();
  }

  end(): void {
    this.raw.end();
  }

  /** Breaks the connection without ending the answer, after what was written has left. */
  async cut(): Promise<void> {
    if (!this.raw.headersSent) this.raw.flushHeaders();
    await new Promise<void>((resolve) => this.raw.write(' ', () => resolve()));
    this.raw.destroy();
  }

  private async send(chunk: string | Uint8Array): Promise<void> {
    this.signal.throwIfAborted();
    if (!this.raw.write(chunk)) await once(this.raw, 'drain', { signal: this.signal });
  }
}

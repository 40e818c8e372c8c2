import { Readable } from 'node:stream';

import type { FastifyReply } from 'fastify';

/** A reader that lets more than this pile up is too slow to be waited for; no answer the router passes on is longer. */
const MOST_UNREAD_BYTES = 4 * 1_048_576;

/** Server-sent events of one answer; nothing is sent before the first of them, so that a refusal can still have its own status. */
export class EventStream {
  private readonly body = new Readable({ read: () => undefined });
  private opened = false;

  constructor(
    private readonly reply: FastifyReply,
    private readonly onTooSlow: () => void,
  ) {}

  /** True once a byte of the answer is out. */
  get isOpen(): boolean {
    return this.opened;
  }

  /** Sends an event; what the connection does not take yet waits here. */
  send(data: object | string, event?: string): void {
    if (this.body.destroyed) return;
    if (!this.opened) this.open();
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    this.body.push(`${event === undefined ? '' : `event: ${event}\n`}data: ${text}\n\n`);
    if (this.body.readableLength > MOST_UNREAD_BYTES) {
      this.onTooSlow();
      this.body.destroy(new Error('the reader is too slow'));
    }
  }

  end(): void {
    if (!this.body.destroyed) this.body.push(null);
  }

  private open(): void {
    this.opened = true;
    void this.reply
      .header('content-type', 'text/event-stream; charset=utf-8')
      .header('cache-control', 'no-cache')
      // Proxies that gather answers would hold the pieces back.
      .header('x-accel-buffering', 'no')
      .send(this.body);
  }
}

import { Readable } from 'node:stream';

import type { FastifyReply } from 'fastify';

/** A reader that lets more than this pile up is too slow to be waited for; no answer the router passes on is longer. */
const MOST_UNREAD_BYTES = 4 * 1_048_576;

/** What an event carries besides its data. */
export interface EventMarks {
  /** Name of the event. */
  readonly event?: string;
  /** What a client that comes back names in `Last-Event-ID`. */
  readonly id?: string;
}

/** Server-sent events of one answer; nothing is sent before the first of them, so that a refusal can still have its own status. */
export class EventStream {
  private readonly body: Readable;
  private opened = false;

  constructor(
    private readonly reply: FastifyReply,
    private readonly onTooSlow: () => void,
    /** Called when the connection has room for more. */
    onRoom: () => void = () => undefined,
  ) {
    this.body = new Readable({ read: () => onRoom() });
  }

  /** True once a byte of the answer is out. */
  get isOpen(): boolean {
    return this.opened;
  }

  /** Bytes the connection has not taken yet. */
  get unreadBytes(): number {
    return this.body.readableLength;
  }

  /** Sends an event; what the connection does not take yet waits here. */
  send(data: object | string, { event, id }: EventMarks = {}): void {
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    const marks = `${event === undefined ? '' : `event: ${event}\n`}${id === undefined ? '' : `id: ${id}\n`}`;
    this.push(`${marks}data: ${text}\n\n`);
  }

  /** Sends a comment, which keeps the connection alive and which clients skip. */
  comment(text: string): void {
    this.push(`: ${text}\n\n`);
  }

  end(): void {
    if (!this.body.destroyed) this.body.push(null);
  }

  private push(text: string): void {
    if (this.body.destroyed) return;
    if (!this.opened) this.open();
    this.body.push(text);
    if (this.body.readableLength > MOST_UNREAD_BYTES) {
      this.onTooSlow();
      this.body.destroy(new Error('the reader is too slow'));
    }
  }

  private open(): void {
    this.opened = true;
    void this.reply
      .header('content-type', 'text/event-stream; charset=utf-8')
      .header('cache-control', 'no-cache, no-transform')
      // Proxies that gather answers would hold the pieces back.
      .header('x-accel-buffering', 'no')
      .send(this.body);
  }
}

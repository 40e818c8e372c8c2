import { SOCKET_OPEN } from '../live/live-socket';
import type { LiveSocket } from '../live/live-socket';

/** A socket whose other end is the test. */
export class FakeSocket implements LiveSocket {
  readyState = 0;
  readonly sent: Record<string, unknown>[] = [];
  reconnects = 0;
  isClosed = false;
  readonly #listeners = new Map<string, ((event: never) => void)[]>();

  addEventListener(type: string, listener: (event: never) => void): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }

  send(message: string): void {
    this.sent.push(JSON.parse(message) as Record<string, unknown>);
  }

  close(): void {
    this.isClosed = true;
    this.readyState = 3;
  }

  reconnect(): void {
    this.reconnects += 1;
  }

  /** The connection stands. */
  open(): void {
    this.readyState = SOCKET_OPEN;
    this.#emit('open', {});
  }

  /** The other end closed, or refused. */
  lose(code = 1006): void {
    this.readyState = 3;
    this.#emit('close', { code });
  }

  /** A frame arrives. */
  receive(frame: object): void {
    this.#emit('message', { data: JSON.stringify(frame) });
  }

  #emit(type: string, event: object): void {
    for (const listener of this.#listeners.get(type) ?? []) listener(event as never);
  }
}

import { WebSocket } from 'ws';

import type { Clock } from '@botarmy/chassis';

import type { VerifiedSession } from '../../access/verified-session';
import { frameText } from '../frames';
import type { SocketFrame } from '../frames';

/** Close codes clients know. */
export const CLOSE_CODES = { goingAway: 1001, policy: 1008, tooSlow: 1013, sessionEnded: 4401 } as const;

/** Unsent bytes above which a socket gets no more deltas, only a snapshot once it has caught up. */
export const CONGESTED_BYTES = 64 * 1024;
/** Unsent bytes above which a socket is closed: its client is too slow and has to resynchronise. */
export const MOST_UNSENT_BYTES = 1024 * 1024;
/** A client that does not answer a close is cut off. */
const CLOSING_MS = 1_000;

/** One client's connection: bounded buffering and an orderly end. */
export class LiveSocket {
  private readonly draining: (() => void)[] = [];
  private missedHeartbeats = 0;
  private closing = false;

  constructor(
    private readonly socket: WebSocket,
    readonly session: VerifiedSession,
    /** Id of the upgrade request, for logs and for questions asked on this socket's behalf. */
    readonly requestId: string,
    private readonly clock: Clock,
    private readonly onTooSlow: () => void,
  ) {
    socket.on('close', () => this.releaseWaiting());
  }

  get tenantId(): string {
    return this.session.user.tenant_id;
  }

  get isOpen(): boolean {
    return !this.closing && this.socket.readyState === WebSocket.OPEN;
  }

  /** True while more is unsent than a client that keeps up would leave. */
  get isCongested(): boolean {
    return this.socket.bufferedAmount > CONGESTED_BYTES;
  }

  /** Sends a frame; a client that has let a megabyte pile up is closed instead. */
  send(frame: SocketFrame | string): void {
    if (!this.isOpen) return;
    const text = typeof frame === 'string' ? frame : frameText(frame);
    if (this.socket.bufferedAmount + text.length > MOST_UNSENT_BYTES) {
      this.onTooSlow();
      this.close(CLOSE_CODES.tooSlow, 'too slow, resync');
      return;
    }
    this.socket.send(text, () => {
      if (!this.isCongested) this.releaseWaiting();
    });
  }

  /** Resolves when the client has caught up, or is gone. */
  drained(): Promise<void> {
    if (!this.isOpen || !this.isCongested) return Promise.resolve();
    return new Promise((resolve) => this.draining.push(resolve));
  }

  /** The client said something, so it is alive. */
  heard(): void {
    this.missedHeartbeats = 0;
  }

  /** Sends a heartbeat; false when too many in a row went unanswered. */
  beat(mostMissed: number): boolean {
    if (this.missedHeartbeats >= mostMissed) return false;
    this.missedHeartbeats += 1;
    this.send({ type: 'heartbeat', content: 'ping', timestamp: this.clock.now().toISOString() });
    return true;
  }

  /** Ends the connection with a code, and by force when the client does not answer. */
  close(code: number, reason: string): void {
    if (this.closing) return;
    this.closing = true;
    this.releaseWaiting();
    this.socket.close(code, reason);
    const cut = this.clock.setTimer(CLOSING_MS, () => this.socket.terminate());
    this.socket.once('close', () => cut.cancel());
  }

  private releaseWaiting(): void {
    for (const release of this.draining.splice(0)) release();
  }
}

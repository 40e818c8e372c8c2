import type { Writable } from 'node:stream';

import { WebSocket } from 'ws';

import type { Clock } from '@botarmy/chassis';

import type { VerifiedSession } from '../../access/verified-session';
import type { Follower } from '../feed/follower';
import { frameText } from '../frames';
import type { SocketFrame } from '../frames';
import type { FrameChain } from './frame-chain';
import type { TurnSocket, TurnWriter } from './turn-writer';

/** Close codes clients know. */
export const CLOSE_CODES = { goingAway: 1001, policy: 1008, tooSlow: 1013, sessionEnded: 4401 } as const;

/** Unsent bytes above which a socket gets no more deltas, only a snapshot once it has caught up. */
export const CONGESTED_BYTES = 64 * 1024;
/** Unsent bytes above which a socket is closed: its client is too slow and has to resynchronise. */
export const MOST_UNSENT_BYTES = 1024 * 1024;
/** A client that does not answer a close is cut off. */
const CLOSING_MS = 1_000;

/** Gathered bytes above which a socket does not wait for the end of the turn. */
const MOST_GATHERED_BYTES = 64 * 1024;

/** A connection: its protocol, and the stream below it. */
export interface SocketParts {
  readonly socket: WebSocket;
  /** What the frames are written to. Nothing else writes to it in between: messages are not compressed. */
  readonly stream: Writable;
}

/** What a connection did so far. */
export interface SocketStatistics {
  readonly framesSent: number;
  readonly bytesSent: number;
  readonly messagesReceived: number;
  readonly unsentBytes: number;
  readonly openedAt: Date;
  /** Since the client's last message. */
  readonly silentMs: number;
}

/** One client's connection: one write per turn of the event loop, bounded buffering, an orderly end. */
export class LiveSocket implements Follower, TurnSocket {
  private readonly draining: (() => void)[] = [];
  private readonly socket: WebSocket;
  private readonly stream: Writable;
  private readonly openedAt: Date;
  private heardAtMs: number;
  private chain: FrameChain | undefined;
  private closing = false;
  private framesSent = 0;
  private bytesSent = 0;
  private messagesReceived = 0;

  constructor(
    { socket, stream }: SocketParts,
    readonly session: VerifiedSession,
    /** Id of the upgrade request, for logs and for questions asked on this socket's behalf. */
    readonly requestId: string,
    private readonly clock: Clock,
    private readonly writer: TurnWriter,
    private readonly onTooSlow: () => void,
  ) {
    this.socket = socket;
    this.stream = stream;
    this.openedAt = clock.now();
    this.heardAtMs = clock.monotonicMs();
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
    return this.unsentBytes > CONGESTED_BYTES;
  }

  /** Milliseconds since the client's last message. */
  get silentMs(): number {
    return this.clock.monotonicMs() - this.heardAtMs;
  }

  get statistics(): SocketStatistics {
    const { framesSent, bytesSent, messagesReceived, unsentBytes, openedAt, silentMs } = this;
    return { framesSent, bytesSent, messagesReceived, unsentBytes, openedAt, silentMs };
  }

  /** Sends a frame with the others of this turn; a client that has let a megabyte pile up is closed instead. */
  send(frame: SocketFrame | string): void {
    if (!this.isOpen) return;
    const text = typeof frame === 'string' ? frame : frameText(frame);
    if (this.unsentBytes + text.length > MOST_UNSENT_BYTES) {
      this.onTooSlow();
      this.close(CLOSE_CODES.tooSlow, 'too slow, resync');
      return;
    }
    this.chain = (this.chain ?? this.writer.begin(this)).after(text);
    this.framesSent += 1;
    if (this.chain.bytes > MOST_GATHERED_BYTES) this.flush();
  }

  /** Writes what was gathered, in one piece. */
  flush(): void {
    const { chain } = this;
    this.chain = undefined;
    if (chain === undefined || this.socket.readyState !== WebSocket.OPEN) return;
    this.bytesSent += chain.bytes;
    this.stream.write(chain.join(), this.onWritten);
  }

  /** Resolves when the client has caught up, or is gone. */
  drained(): Promise<void> {
    if (!this.isOpen || !this.isCongested) return Promise.resolve();
    return new Promise((resolve) => this.draining.push(resolve));
  }

  /** The client said something, so it is alive. */
  heard(): void {
    this.heardAtMs = this.clock.monotonicMs();
    this.messagesReceived += 1;
  }

  /** Asks the client for a sign of life. */
  beat(): void {
    this.send({ type: 'heartbeat', content: 'ping', timestamp: this.clock.now().toISOString() });
  }

  /** Ends the connection with a code, and by force when the client does not answer. */
  close(code: number, reason: string): void {
    if (this.closing) return;
    this.flush();
    this.closing = true;
    this.releaseWaiting();
    this.socket.close(code, reason);
    const cut = this.clock.setTimer(CLOSING_MS, () => this.socket.terminate());
    this.socket.once('close', () => cut.cancel());
  }

  private get unsentBytes(): number {
    return this.stream.writableLength + (this.chain?.bytes ?? 0);
  }

  private readonly onWritten = (): void => {
    if (this.draining.length > 0 && !this.isCongested) this.releaseWaiting();
  };

  private releaseWaiting(): void {
    for (const release of this.draining.splice(0)) release();
  }
}

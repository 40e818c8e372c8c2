import { Injectable } from '@nestjs/common';
import type { WebSocket } from 'ws';

import { Clock } from '@botarmy/chassis';
import type { VerifySessionReply } from '@botarmy/contracts';

import { SessionVerifier } from '../access/session-verifier';
import type { Admission } from './door/upgrade-door';
import { LiveMetrics } from './live.metrics';
import { CLOSE_CODES, LiveSocket } from './sockets/live-socket';
import type { SocketParts } from './sockets/live-socket';
import { TurnWriter } from './sockets/turn-writer';

/** Messages a client may send in one go, and how fast the allowance grows back. */
const BURST = 100;
const MESSAGES_PER_SECOND = 20;

interface Client {
  readonly socket: LiveSocket;
  allowance: number;
  countedAtMs: number;
}

/** Finds the socket behind a connection, and keeps chatty clients in bounds. */
@Injectable()
export class LiveClients {
  private readonly clients = new WeakMap<WebSocket, Client>();

  constructor(
    private readonly clock: Clock,
    private readonly verifier: SessionVerifier,
    private readonly metrics: LiveMetrics,
    private readonly writer: TurnWriter,
  ) {}

  open(parts: SocketParts, { session, requestId }: Admission): LiveSocket {
    const onTooSlow = (): void => this.metrics.closed('too-slow');
    const socket = new LiveSocket(parts, session, requestId, this.clock, this.writer, onTooSlow);
    this.clients.set(parts.socket, { socket, allowance: BURST, countedAtMs: this.clock.monotonicMs() });
    return socket;
  }

  of(connection: WebSocket): LiveSocket | undefined {
    return this.clients.get(connection)?.socket;
  }

  /** Counts a message. False when the client sends too many, which ends its connection. */
  admit(connection: WebSocket): boolean {
    const client = this.clients.get(connection);
    if (client === undefined) return false;
    const nowMs = this.clock.monotonicMs();
    const grown = ((nowMs - client.countedAtMs) / 1_000) * MESSAGES_PER_SECOND;
    client.allowance = Math.min(BURST, client.allowance + grown) - 1;
    client.countedAtMs = nowMs;
    if (client.allowance >= 0) {
      client.socket.heard();
      return true;
    }
    if (client.socket.isOpen) this.metrics.closed('too-chatty');
    client.socket.close(CLOSE_CODES.policy, 'too many messages');
    return false;
  }

  refuse(connection: WebSocket, code: string, message: string): void {
    this.of(connection)?.send({ type: 'error', code, message });
  }

  /** The session turned out to have ended. */
  endSession(socket: LiveSocket): void {
    if (socket.isOpen) this.metrics.closed('session-ended');
    socket.close(CLOSE_CODES.sessionEnded, 'session-ended');
  }

  /** The session as identity sees it now. Throws when it ended. */
  currentSession(socket: LiveSocket): Promise<VerifySessionReply> {
    return this.verifier.verify(socket.session.secret);
  }
}

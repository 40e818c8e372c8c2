import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';

import type { TimerHandle } from '@botarmy/chassis';
import { Clock, Problem, ShutdownHooks, shutdownOrder } from '@botarmy/chassis';

import { SessionEndings } from '../../access/session-endings';
import { SessionVerifier } from '../../access/session-verifier';
import { GatewayConfig } from '../../config';
import type { Topic } from '../client-messages';
import { LiveMetrics } from '../live.metrics';
import type { ClosingReason } from '../live.metrics';
import { CLOSE_CODES } from './live-socket';
import type { LiveSocket } from './live-socket';

/** Identity did not answer when a session's end was due: asked again after this long. */
const RECHECK_MS = 2_000;

/** Every open socket: heartbeats, broadcasts to a tenant, and the end with the session. */
@Injectable()
export class SocketRegistry implements OnModuleInit {
  private readonly byTenant = new Map<string, Set<LiveSocket>>();
  private readonly expiries = new Map<LiveSocket, TimerHandle>();
  /** Topics sockets do not want to hear. */
  private readonly deaf = new Map<LiveSocket, Set<Topic>>();
  private heartbeat: TimerHandle | undefined;
  private sweeping: TimerHandle | undefined;
  private stopping = false;

  constructor(
    private readonly clock: Clock,
    private readonly config: GatewayConfig,
    private readonly verifier: SessionVerifier,
    private readonly endings: SessionEndings,
    private readonly metrics: LiveMetrics,
    private readonly shutdown: ShutdownHooks,
  ) {}

  onModuleInit(): void {
    this.endings.listen((sessionId) => this.sessionEnded(sessionId));
    this.shutdown.register('live-sockets', shutdownOrder.intake, () => this.closeAll());
  }

  get count(): number {
    return this.expiries.size;
  }

  get isStopping(): boolean {
    return this.stopping;
  }

  /** @param hearsTenant false for a socket that is told nothing but what it came for. */
  add(socket: LiveSocket, hearsTenant = true): void {
    if (hearsTenant) {
      const sockets = this.byTenant.get(socket.tenantId) ?? new Set();
      this.byTenant.set(socket.tenantId, sockets.add(socket));
    }
    this.watchExpiry(socket, socket.session.expires_at);
    this.metrics.connected(this.count);
    this.heartbeat ??= this.startHeartbeat();
    this.sweeping ??= this.startSweeping();
  }

  remove(socket: LiveSocket): void {
    this.expiries.get(socket)?.cancel();
    this.expiries.delete(socket);
    this.deaf.delete(socket);
    const sockets = this.byTenant.get(socket.tenantId);
    sockets?.delete(socket);
    if (sockets?.size === 0) this.byTenant.delete(socket.tenantId);
    this.metrics.connected(this.count);
    if (this.count > 0) return;
    this.heartbeat?.cancel();
    this.heartbeat = undefined;
    this.sweeping?.cancel();
    this.sweeping = undefined;
  }

  /** Every open socket of a tenant, the oldest first. */
  ofTenant(tenantId: string): LiveSocket[] {
    return this.all().filter((socket) => socket.tenantId === tenantId);
  }

  /** True when anybody of the tenant listens. */
  hasTenant(tenantId: string): boolean {
    return this.byTenant.has(tenantId);
  }

  /** Sends a frame to every socket of the tenant that hears its topic. */
  broadcast(tenantId: string, text: string, topic: Topic = 'tenant'): void {
    const { deaf } = this;
    for (const socket of this.byTenant.get(tenantId) ?? []) {
      if (deaf.size === 0 || deaf.get(socket)?.has(topic) !== true) socket.send(text);
    }
  }

  /** Lets a socket hear a topic again. */
  hear(socket: LiveSocket, topic: Topic): void {
    const topics = this.deaf.get(socket);
    topics?.delete(topic);
    if (topics?.size === 0) this.deaf.delete(socket);
  }

  /** Spares a socket a topic. */
  ignore(socket: LiveSocket, topic: Topic): void {
    if (this.expiries.has(socket)) this.deaf.set(socket, (this.deaf.get(socket) ?? new Set<Topic>()).add(topic));
  }

  /** Sends a frame to the sockets of some people of the tenant. */
  sendToUsers(tenantId: string, userIds: readonly string[], text: string): void {
    const users = new Set(userIds);
    for (const socket of this.byTenant.get(tenantId) ?? []) if (users.has(socket.session.user.id)) socket.send(text);
  }

  private startHeartbeat(): TimerHandle {
    return this.clock.setTimer(this.config.HEARTBEAT_INTERVAL * 1_000, () => {
      for (const socket of this.all()) socket.beat();
      this.heartbeat = this.count > 0 ? this.startHeartbeat() : undefined;
    });
  }

  /** Every message of a client counts as a sign of life, the answer to a heartbeat first of all. */
  private startSweeping(): TimerHandle {
    return this.clock.setTimer(this.config.CONNECTION_CLEANUP_SECONDS * 1_000, () => {
      const longestMs = this.config.CONNECTION_TIMEOUT_SECONDS * 1_000;
      for (const socket of this.all()) {
        if (socket.silentMs >= longestMs) this.close(socket, CLOSE_CODES.goingAway, 'silent');
      }
      this.sweeping = this.count > 0 ? this.startSweeping() : undefined;
    });
  }

  private watchExpiry(socket: LiveSocket, expiresAt: string): void {
    const remainingMs = new Date(expiresAt).getTime() - this.clock.now().getTime();
    this.expiries.set(
      socket,
      this.clock.setTimer(Math.max(0, remainingMs), () => void this.recheck(socket)),
    );
  }

  /** Without an id any session may have ended while news was lost: all are verified again. */
  private sessionEnded(sessionId: string | undefined): void {
    for (const socket of this.all()) {
      if (sessionId === undefined) void this.recheck(socket);
      else if (socket.session.session_id === sessionId) this.close(socket, CLOSE_CODES.sessionEnded, 'session-ended');
    }
  }

  private async recheck(socket: LiveSocket): Promise<void> {
    let expiresAt: string;
    try {
      ({ expires_at: expiresAt } = await this.verifier.verify(socket.session.secret));
    } catch (error) {
      if (error instanceof Problem) {
        this.close(socket, CLOSE_CODES.sessionEnded, 'session-ended');
        return;
      }
      expiresAt = new Date(this.clock.now().getTime() + RECHECK_MS).toISOString();
    }
    if (!this.expiries.has(socket)) return;
    this.expiries.get(socket)?.cancel();
    this.watchExpiry(socket, expiresAt);
  }

  private closeAll(): void {
    this.stopping = true;
    this.heartbeat?.cancel();
    this.sweeping?.cancel();
    for (const socket of this.all()) this.close(socket, CLOSE_CODES.goingAway, 'going-away');
  }

  private close(socket: LiveSocket, code: number, reason: ClosingReason): void {
    if (!socket.isOpen) return;
    this.metrics.closed(reason);
    socket.close(code, reason);
  }

  private all(): LiveSocket[] {
    return [...this.expiries.keys()];
  }
}

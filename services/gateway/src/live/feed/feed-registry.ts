import { Injectable } from '@nestjs/common';
import type { Subscription } from 'nats';

import { Clock, Logger } from '@botarmy/chassis';
import { assertPayload, liveSubject, LiveDelta } from '@botarmy/contracts';
import type { Caller, WorkflowEventView } from '@botarmy/contracts';
import { Broker } from '@botarmy/messaging';

import { LiveMetrics } from '../live.metrics';
import type { Follower } from './follower';
import { WorkflowFeed } from './workflow-feed';
import { WorkflowLog } from './workflow-log';

interface Watched {
  readonly feed: WorkflowFeed;
  readonly deltas: Subscription;
  /** Sockets that follow or are about to. */
  readonly holders: Set<Follower>;
}

/** The feeds of the workflows somebody watches; a workflow nobody watches costs nothing. */
@Injectable()
export class FeedRegistry {
  private readonly watched = new Map<string, Watched>();
  private readonly followed = new Map<Follower, Set<string>>();

  constructor(
    private readonly broker: Broker,
    private readonly log: WorkflowLog,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly metrics: LiveMetrics,
  ) {
    broker.onReconnect(() => {
      for (const { feed } of this.watched.values()) feed.recheck();
    });
  }

  /** Workflows a socket follows. */
  countOf(socket: Follower): number {
    return this.followed.get(socket)?.size ?? 0;
  }

  isFollowing(socket: Follower, workflowId: string): boolean {
    return this.followed.get(socket)?.has(workflowId) === true;
  }

  /**
   * Lets a socket follow a workflow from after a version.
   *
   * @throws {Problem} 404 for a workflow of another tenant as for one that is not.
   */
  async follow(socket: Follower, caller: Caller, workflowId: string, afterSeq: number | undefined): Promise<void> {
    const watched = this.hold(socket, workflowId);
    try {
      await watched.feed.join(socket, caller, afterSeq);
    } catch (error) {
      this.leave(socket, workflowId);
      throw error;
    }
    // The socket may have gone, or changed its mind, while the log was asked.
    if (!watched.holders.has(socket)) watched.feed.leave(socket);
  }

  leave(socket: Follower, workflowId: string): void {
    const workflows = this.followed.get(socket);
    workflows?.delete(workflowId);
    if (workflows?.size === 0) this.followed.delete(socket);
    const key = keyOf(socket.tenantId, workflowId);
    const watched = this.watched.get(key);
    if (watched === undefined) return;
    watched.holders.delete(socket);
    watched.feed.leave(socket);
    if (watched.holders.size > 0) return;
    this.watched.delete(key);
    watched.feed.end();
    watched.deltas.unsubscribe();
  }

  leaveAll(socket: Follower): void {
    for (const workflowId of [...(this.followed.get(socket) ?? [])]) this.leave(socket, workflowId);
  }

  isWatched(tenantId: string, workflowId: string): boolean {
    return this.watched.has(keyOf(tenantId, workflowId));
  }

  /** News of a workflow; the tenant comes from the subject, never from the payload. */
  receive(tenantId: string, workflowId: string, event: WorkflowEventView): void {
    this.watched.get(keyOf(tenantId, workflowId))?.feed.receive(event);
  }

  private hold(socket: Follower, workflowId: string): Watched {
    const key = keyOf(socket.tenantId, workflowId);
    const watched = this.watched.get(key) ?? this.watch(socket.tenantId, workflowId);
    this.watched.set(key, watched);
    watched.holders.add(socket);
    const workflows = this.followed.get(socket) ?? new Set();
    this.followed.set(socket, workflows.add(workflowId));
    return watched;
  }

  private watch(tenantId: string, workflowId: string): Watched {
    const { log, clock, logger, metrics } = this;
    const feed = new WorkflowFeed(tenantId, workflowId, { log, clock, logger, metrics });
    const deltas = this.broker.connection.subscribe(liveSubject(tenantId, workflowId), {
      callback: (error, message) => {
        if (error !== null) return;
        try {
          const delta: unknown = message.json();
          assertPayload(LiveDelta, delta);
          if (delta.workflow_id === workflowId) feed.receiveDelta(delta);
        } catch (err) {
          logger.debug({ err, workflow_id: workflowId }, 'unreadable delta ignored');
        }
      },
    });
    return { feed, deltas, holders: new Set() };
  }
}

function keyOf(tenantId: string, workflowId: string): string {
  return `${tenantId}.${workflowId}`;
}

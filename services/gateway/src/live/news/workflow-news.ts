import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import type { Msg } from 'nats';

import { Logger } from '@botarmy/chassis';
import {
  assertPayload,
  parseSubject,
  subjectFilterOf,
  WorkflowEventRecorded,
  workflowEventRecorded,
} from '@botarmy/contracts';
import { Broker } from '@botarmy/messaging';

import { FeedRegistry } from '../feed/feed-registry';
import { frameText } from '../frames';
import { InteractiveSockets } from '../interactive/interactive-sockets';
import { SocketRegistry } from '../sockets/socket-registry';
import { framesOfEvent } from './frames-of-event';
import { WorkflowMemories } from './workflow-memory';

const MOST_REMEMBERED = 5_000;

/** Follows the events of every workflow and passes them on to the sockets of their tenant. */
@Injectable()
export class WorkflowNews implements OnApplicationBootstrap {
  private readonly memories = new WorkflowMemories(MOST_REMEMBERED);

  constructor(
    private readonly broker: Broker,
    private readonly sockets: SocketRegistry,
    private readonly feeds: FeedRegistry,
    private readonly interactive: InteractiveSockets,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.broker.connection.subscribe(subjectFilterOf(workflowEventRecorded), {
      callback: (error, message) => {
        if (error === null) this.receive(message);
        else this.logger.warn({ err: error }, 'news of workflows is interrupted');
      },
    });
  }

  private receive(message: Msg): void {
    const { tenantId, key: [workflowId = ''] = [] } = parseSubject(message.subject) ?? {};
    if (tenantId === undefined) return;
    if (!this.sockets.hasTenant(tenantId) && !this.feeds.isWatched(tenantId, workflowId)) {
      if (!this.interactive.hasTenant(tenantId)) return;
    }
    try {
      const event: unknown = message.json();
      assertPayload(WorkflowEventRecorded, event);
      this.tell(tenantId, event);
    } catch (err) {
      this.logger.warn({ err, subject: message.subject }, 'unreadable news of a workflow ignored');
    }
  }

  private tell(tenantId: string, event: WorkflowEventRecorded): void {
    const { workflow_id, seq, type, occurred_at, data, progress } = event;
    this.feeds.receive(tenantId, workflow_id, { seq, type, occurred_at, data, progress });
    for (const frame of framesOfEvent(event, this.memories.of(tenantId, workflow_id))) {
      this.sockets.broadcast(tenantId, frameText(frame), frame.type === 'hitl_request' ? 'inbox' : 'tenant');
      if (frame.type === 'hitl_request') this.tellSessions(tenantId, frame.request_id, frame.status);
    }
  }

  private tellSessions(tenantId: string, requestId: string, status: string): void {
    if (status === 'cancelled') this.interactive.closed(tenantId, requestId);
    else this.interactive.changed(tenantId, requestId);
  }
}

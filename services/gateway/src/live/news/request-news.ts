import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import type { Msg } from 'nats';

import { Logger } from '@botarmy/chassis';
import {
  assertPayload,
  HitlRequestChanged,
  hitlRequestChanged,
  parseSubject,
  subjectFilterOf,
} from '@botarmy/contracts';
import { Broker } from '@botarmy/messaging';

import { frameText } from '../frames';
import { InteractiveSockets } from '../interactive/interactive-sockets';
import { SocketRegistry } from '../sockets/socket-registry';

/** Tells the sockets of a tenant what happens to open requests between the asking and the decision. */
@Injectable()
export class RequestNews implements OnApplicationBootstrap {
  constructor(
    private readonly broker: Broker,
    private readonly sockets: SocketRegistry,
    private readonly interactive: InteractiveSockets,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.broker.connection.subscribe(subjectFilterOf(hitlRequestChanged), {
      callback: (error, message) => {
        if (error === null) this.receive(message);
        else this.logger.warn({ err: error }, 'news of requests is interrupted');
      },
    });
  }

  private receive(message: Msg): void {
    const tenantId = parseSubject(message.subject)?.tenantId;
    if (tenantId === undefined || !(this.sockets.hasTenant(tenantId) || this.interactive.hasTenant(tenantId))) return;
    try {
      const news: unknown = message.json();
      assertPayload(HitlRequestChanged, news);
      const { request_id, workflow_id, agent_id, title, status, changes, votes } = news;
      const about = { request_id, workflow_id, agent_id, title, status };
      this.sockets.broadcast(tenantId, frameText({ type: 'hitl_request_changed', ...about, changes, votes }), 'inbox');
      this.interactive.changed(tenantId, request_id);
    } catch (err) {
      this.logger.warn({ err, subject: message.subject }, 'unreadable news of a request ignored');
    }
  }
}

import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import type { Msg } from 'nats';

import { Logger } from '@botarmy/chassis';
import { assertPayload, parseSubject, subjectFilterOf, UploadChanged, uploadChanged } from '@botarmy/contracts';
import { Broker } from '@botarmy/messaging';

import { frameText } from '../frames';
import { SocketRegistry } from '../sockets/socket-registry';

/** Tells the sockets of a tenant what becomes of uploads. */
@Injectable()
export class UploadNews implements OnApplicationBootstrap {
  constructor(
    private readonly broker: Broker,
    private readonly sockets: SocketRegistry,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.broker.connection.subscribe(subjectFilterOf(uploadChanged), {
      callback: (error, message) => {
        if (error === null) this.receive(message);
        else this.logger.warn({ err: error }, 'news of uploads is interrupted');
      },
    });
  }

  private receive(message: Msg): void {
    const tenantId = parseSubject(message.subject)?.tenantId;
    if (tenantId === undefined || !this.sockets.hasTenant(tenantId)) return;
    try {
      const news: unknown = message.json();
      assertPayload(UploadChanged, news);
      const { upload_id, name, status, finding, text_status, uploaded_by } = news;
      const about = { upload_id, name, status, finding, text_status, uploaded_by };
      this.sockets.broadcast(tenantId, frameText({ type: 'upload_changed', ...about }));
    } catch (err) {
      this.logger.warn({ err, subject: message.subject }, 'unreadable news of an upload ignored');
    }
  }
}

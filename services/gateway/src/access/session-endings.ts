import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import type { Msg, NatsError } from 'nats';

import { Logger } from '@botarmy/chassis';
import { assertPayload, SessionEnded, sessionEnded, subjectFilterOf } from '@botarmy/contracts';
import { Broker } from '@botarmy/messaging';

import { SessionVerifier } from './session-verifier';

/** Who wants to know that a session ended; without an id: that endings may have been missed. */
export type SessionEndingListener = (sessionId: string | undefined) => void;

/** Follows identity's news about ended sessions. */
@Injectable()
export class SessionEndings implements OnModuleInit {
  private readonly listeners = new Set<SessionEndingListener>();

  constructor(
    private readonly broker: Broker,
    private readonly verifier: SessionVerifier,
    private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.broker.connection.subscribe(subjectFilterOf(sessionEnded), {
      callback: (error, message) => this.receive(error, message),
    });
    this.broker.onReconnect(() => {
      this.verifier.forgetAll();
      this.tell(undefined);
    });
  }

  /** Calls back for every ending until the process ends. */
  listen(listener: SessionEndingListener): void {
    this.listeners.add(listener);
  }

  private receive(error: NatsError | null, message: Msg): void {
    if (error !== null) {
      this.logger.warn({ err: error }, 'news about ended sessions is interrupted');
      return;
    }
    try {
      const payload: unknown = message.json();
      assertPayload(SessionEnded, payload);
      this.verifier.forgetSession(payload.session_id);
      this.tell(payload.session_id);
    } catch (err) {
      this.logger.warn({ err }, 'unreadable news about an ended session ignored');
    }
  }

  private tell(sessionId: string | undefined): void {
    for (const listener of this.listeners) listener(sessionId);
  }
}

import { Injectable } from '@nestjs/common';
import { NatsError } from 'nats';

import { Publisher, UnavailableError } from '@botarmy/messaging';
import type { OutgoingMessage } from '@botarmy/messaging';

/** Publishes to the stream; returns when the stream has the message. */
@Injectable()
export class Reporter {
  constructor(private readonly publisher: Publisher) {}

  /** @throws {UnavailableError} the stream did not confirm: what led to the message is repeated. */
  async publish(message: OutgoingMessage): Promise<void> {
    try {
      await this.publisher.publish(message);
    } catch (cause) {
      if (!(cause instanceof NatsError)) throw cause;
      throw new UnavailableError('the stream did not confirm a report', { retryAfterMs: 500, cause });
    }
  }
}

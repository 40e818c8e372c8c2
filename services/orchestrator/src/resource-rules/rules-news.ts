import { Injectable } from '@nestjs/common';

import { parseSubject, resourceRulesChanged, subjectFilterOf } from '@botarmy/contracts';
import { Broker } from '@botarmy/messaging';

import { ResourceRulesBook } from '../admission/resource-rules-book';

/** Follows the news that a tenant's rules changed: what is remembered of it is read again. */
@Injectable()
export class RulesNews {
  constructor(
    private readonly broker: Broker,
    private readonly book: ResourceRulesBook,
  ) {}

  /** Starts following. */
  start(): void {
    this.broker.connection.subscribe(subjectFilterOf(resourceRulesChanged), {
      callback: (error, message) => {
        this.book.forget(error === null ? parseSubject(message.subject)?.tenantId : undefined);
      },
    });
    this.broker.onReconnect(() => this.book.forget());
  }
}

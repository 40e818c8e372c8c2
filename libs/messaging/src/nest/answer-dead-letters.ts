import { Controller, Inject } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { listDeadLetters, replayDeadLetter } from '@botarmy/contracts';
import type {
  Caller,
  DeadLetterService,
  ListDeadLettersReply,
  ListDeadLettersRequest,
  ReplayDeadLetterReply,
  ReplayDeadLetterRequest,
} from '@botarmy/contracts';

import { DatabaseDeadLetterStore } from '../consume/database-dead-letter-store';
import type { DeadLetter } from '../consume/database-dead-letter-store';
import { DeadLetterReplay } from '../consume/dead-letter-replay';
import { Answers, AskedBy } from './answers.decorator';
import { DEAD_LETTER_REPLAY } from './dead-letter-store.token';

const DEFAULT_LIMIT = 100;

/** The controller by which administrators list and replay a service's dead letters. */
export function deadLetterController(service: DeadLetterService): Type<object> {
  @Controller()
  class DeadLetterController {
    constructor(
      @Inject(DatabaseDeadLetterStore) private readonly store: DatabaseDeadLetterStore,
      @Inject(DEAD_LETTER_REPLAY) private readonly replay: { current?: DeadLetterReplay },
    ) {}

    @Answers(listDeadLetters(service))
    async list(@Payload() request: ListDeadLettersRequest, @AskedBy() caller: Caller): Promise<ListDeadLettersReply> {
      const letters = await this.store.list(caller.tenant_id, request.limit ?? DEFAULT_LIMIT);
      return { dead_letters: letters.map((letter) => view(service, letter)) };
    }

    @Answers(replayDeadLetter(service))
    async again(
      @Payload() request: ReplayDeadLetterRequest,
      @AskedBy() caller: Caller,
    ): Promise<ReplayDeadLetterReply> {
      if (this.replay.current === undefined) throw new Error('messaging is not attached');
      await this.replay.current.replay(caller.tenant_id, request.consumer, request.event_id);
      return { success: true };
    }
  }
  return DeadLetterController;
}

function view(service: DeadLetterService, letter: DeadLetter): ListDeadLettersReply['dead_letters'][number] {
  const { consumer, event_id, subject, code, reason, failures, parked_at, replays } = letter;
  return { service, consumer, event_id, subject, code, reason, failures, parked_at: parked_at.toISOString(), replays };
}

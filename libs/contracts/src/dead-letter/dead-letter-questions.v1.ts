import { defineQuestion } from '../define-question';
import type { QuestionDeclaration } from '../define-question';
import { Count, Flag, Identifier, ListOf, OneOf, Text, Timestamp } from '../fields';
import type { ServiceName } from '../service-names';

/** Services that keep dead letters and can replay them. */
export const DEAD_LETTER_SERVICES = ['orchestrator', 'hitl', 'insights'] as const satisfies readonly ServiceName[];
/** A service that keeps dead letters. */
export type DeadLetterService = (typeof DEAD_LETTER_SERVICES)[number];

/** A message that could not be handled, parked with its reason. */
export class DeadLetterView {
  @OneOf(DEAD_LETTER_SERVICES) service!: DeadLetterService;
  /** Durable consumer that gave up. */
  @Identifier() consumer!: string;
  @Text({ max: 300 }) event_id!: string;
  @Text({ max: 500 }) subject!: string;
  @Identifier() code!: string;
  /** Why, in words. */
  @Text({ max: 2_000 }) reason!: string;
  @Count() failures!: number;
  @Timestamp() parked_at!: string;
  @Count() replays!: number;
}
/** How many to list. */
export class ListDeadLettersRequest {
  @Count({ min: 1, max: 200, optional: true }) limit?: number;
}
/** Oldest first; replayed ones are left out. */
export class ListDeadLettersReply {
  @ListOf(() => DeadLetterView) dead_letters!: DeadLetterView[];
}
/** Names one dead letter. */
export class ReplayDeadLetterRequest {
  @Identifier() consumer!: string;
  @Text({ min: 1, max: 300 }) event_id!: string;
}
/** What the replay did. */
export class ReplayDeadLetterReply {
  @Flag() success!: boolean;
}

/** Lists the caller's tenant's dead letters of one service. */
export function listDeadLetters(
  service: DeadLetterService,
): QuestionDeclaration<ListDeadLettersRequest, ListDeadLettersReply> {
  return defineQuestion({
    answeredBy: service,
    askedBy: ['gateway'],
    entity: 'dead-letter',
    verb: 'list',
    version: 1,
    request: ListDeadLettersRequest,
    reply: ListDeadLettersReply,
    role: 'admin',
  });
}

/** Handles a dead letter once more, in the service that parked it. */
export function replayDeadLetter(
  service: DeadLetterService,
): QuestionDeclaration<ReplayDeadLetterRequest, ReplayDeadLetterReply> {
  return defineQuestion({
    answeredBy: service,
    askedBy: ['gateway'],
    entity: 'dead-letter',
    verb: 'replay',
    version: 1,
    request: ReplayDeadLetterRequest,
    reply: ReplayDeadLetterReply,
    role: 'admin',
  });
}

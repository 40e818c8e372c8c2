import { AnyJson, Flag, Identifier, OneOf } from '@botarmy/contracts';

/** An answer on a session's own connection; without `question_id` it is for the question that was sent last. */
export class AnswerMessage {
  @OneOf(['answer']) type!: 'answer';
  @Identifier() session_id!: string;
  @AnyJson({ optional: true }) answer?: unknown;
  @Identifier({ optional: true }) question_id?: string;
  /** `true` goes on and takes defaults, `false` waits; absent: goes on when nothing is open. */
  @Flag({ optional: true }) continue?: boolean;
}

import { Flag, ListOf, SubmittedAnswer } from '@botarmy/contracts';

/** Body of `POST /api/interactive/sessions/{session_id}/answers`. */
export class AnswersBody {
  @ListOf(() => SubmittedAnswer, { maxItems: 10 }) answers!: SubmittedAnswer[];
  /** `false` keeps the answers and waits, `true` goes on and takes defaults; absent: goes on when nothing is open. */
  @Flag({ optional: true }) continue?: boolean;
}

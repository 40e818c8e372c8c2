import { Injectable } from '@nestjs/common';

import { crashPoint, Logger } from '@botarmy/chassis';
import type { Caller, SubmittedAnswer } from '@botarmy/contracts';
import { OutboxRelay } from '@botarmy/messaging';

import { advanceBy, keepAnswers } from './advance';
import type { Advance } from './advance';
import type { Answer } from './answer';
import { checkAnswers } from './check-answers';
import { CountAnswer } from './count-answer';
import { governed } from './governed-request';
import type { GovernedRequest } from './governed-request';
import { standingOf } from './questions-of-request';
import type { Dialogue } from './questions-of-request';
import { answerRefused, answersMissing, requestNotFound } from './request-problems';
import { RequestStore } from './request-store';
import type { OpenedRequest } from './request.repository';
import { RequestsMetrics } from './requests.metrics';

/** What a person says to the questions of a request. */
export interface Submission {
  readonly answers: readonly SubmittedAnswer[];
  /** Undefined: go on when nothing is left open. */
  readonly goesOn: boolean | undefined;
  readonly answer: Answer;
}

/** What became of it. */
export interface Submitted {
  readonly dialogue: Dialogue;
  readonly goesOn: boolean;
  readonly revision: number;
}

/** Keeps answers to the questions of an agent; one person who goes on settles the request. */
@Injectable()
export class AnswerQuestions {
  constructor(
    private readonly store: RequestStore,
    private readonly counting: CountAnswer,
    private readonly relay: OutboxRelay,
    private readonly metrics: RequestsMetrics,
    private readonly logger: Logger,
  ) {}

  /**
   * Takes answers to an open request; `lost` when somebody else changed it first, so that it is to be read again.
   *
   * @throws {Problem} 400, 403 or 422: nothing was changed.
   */
  async submit(found: OpenedRequest, submission: Submission, caller: Caller): Promise<Submitted | 'lost'> {
    const request = governed(found);
    const { answer, goesOn: wish } = submission;
    if (request.dialogue === null) throw requestNotFound();
    const { changed, dialogue } = checkAnswers(request.dialogue, submission.answers, answer);
    const goesOn = wish ?? standingOf(dialogue, false).open.length === 0;
    const decision = await this.counting.count(request, answer, caller);
    if (decision.outcome === 'refused') {
      this.metrics.answered('refused');
      throw answerRefused(decision.code, decision.detail);
    }
    if (goesOn) assertComplete(dialogue);
    if (!goesOn && changed.length === 0) return { dialogue, goesOn, revision: request.revision };
    const next: GovernedRequest = { ...request, dialogue };
    const kept = keepAnswers(next, changed, answer);
    const advance = goesOn ? goOn(next, kept, decision.facts, answer.answeredAt) : kept;
    crashPoint('hitl.before-transaction');
    const [outcome] = await this.store.advance([advance]);
    crashPoint('hitl.after-commit');
    if (outcome !== 'advanced') return 'lost';
    this.relay.nudge();
    this.metrics.answered('accepted');
    const { request_id, status } = advance;
    this.logger.info({ request_id, workflow_id: found.workflowId, questions: changed, status }, 'questions answered');
    if (goesOn) this.metrics.waited((answer.answeredAt.getTime() - found.createdAt.getTime()) / 1_000);
    return { dialogue, goesOn, revision: request.revision + 1 };
  }
}

/** Keeping and settling in one commit. */
function goOn(request: GovernedRequest, kept: Advance, facts: Parameters<typeof advanceBy>[1], now: Date): Advance {
  const settled = advanceBy(request, facts, now);
  return { ...settled, records: [...kept.records, ...settled.records], answers: kept.answers };
}

function assertComplete(dialogue: Dialogue): void {
  const { missing } = standingOf(dialogue, true);
  if (missing.length > 0) throw answersMissing(missing);
}

import { Injectable } from '@nestjs/common';

import { Clock, Problem } from '@botarmy/chassis';
import type { Caller, SubmitAnswersReply, SubmitAnswersRequest } from '@botarmy/contracts';

import { AnswerQuestions } from '../requests/answer-questions';
import type { Submitted } from '../requests/answer-questions';
import { dialogueOf, standingOf } from '../requests/questions-of-request';
import { areKept } from '../requests/read-response';
import { alreadyAnswered, requestClosed } from '../requests/request-problems';
import { RequestTurns } from '../requests/request-turns';
import { RequestRepository } from '../requests/request.repository';
import type { OpenedRequest } from '../requests/request.repository';
import { currentQuestionOf } from './session-view';

/** Every lost try means that somebody else's answers were kept; more people than this do not answer at once. */
const MAX_TRIES = 200;

/** Takes answers to the questions of a session, from any number of devices. */
@Injectable()
export class SubmitAnswers {
  private readonly turns = new RequestTurns();

  constructor(
    private readonly requests: RequestRepository,
    private readonly questions: AnswerQuestions,
    private readonly clock: Clock,
  ) {}

  /** @throws {Problem} 400, 403, 404, 409 or 422: nothing was changed. */
  submit(request: SubmitAnswersRequest, caller: Caller): Promise<SubmitAnswersReply> {
    return this.turns.run(request.session_id, () => this.takeTurn(request, caller));
  }

  private async takeTurn(request: SubmitAnswersRequest, caller: Caller): Promise<SubmitAnswersReply> {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const found = await this.requests.find(caller.tenant_id, request.session_id);
      if (found === undefined || dialogueOf(found) === null) throw sessionNotFound();
      if (found.status !== 'pending') return repeated(found, request, caller);
      const { answers } = request;
      const submission = { answers, goesOn: request.continue, answer: answerBy(request, caller, this.clock.now()) };
      const submitted = await this.questions.submit(found, submission, caller);
      if (submitted !== 'lost') return replyOf(submitted);
    }
    throw new Problem({
      status: 503,
      code: 'answers-in-conflict',
      title: 'Too many answers at once',
      detail: 'Others answered at the same time: send your answers again.',
    });
  }
}

/** Unknown ids, those of other tenants and those of approvals read alike. */
export function sessionNotFound(): Problem {
  return new Problem({
    status: 404,
    code: 'session-not-found',
    title: 'Session not found',
    detail: 'There is no such session: list those that wait with GET /api/interactive/sessions.',
  });
}

/** The same answers by the person who went on with them get the same reply; everything else comes too late. */
function repeated(found: OpenedRequest, { answers }: SubmitAnswersRequest, caller: Caller): SubmitAnswersReply {
  if (found.status === 'cancelled') throw requestClosed(found);
  const isTheirs = found.status === 'approved' && found.answeredBy === caller.user_id;
  if (!isTheirs || !areKept(answers, dialogueOf(found))) throw alreadyAnswered(found);
  return {
    success: true,
    next_question: null,
    workflow_continued: true,
    status: 'completed',
    open_count: 0,
    revision: found.revision,
  };
}

function replyOf({ dialogue, goesOn, revision }: Submitted): SubmitAnswersReply {
  const open = goesOn ? [] : standingOf(dialogue, false).open;
  return {
    success: true,
    next_question: currentQuestionOf(open),
    workflow_continued: goesOn,
    status: goesOn ? 'completed' : 'waiting_for_answer',
    open_count: open.length,
    revision,
  };
}

function answerBy({ session_id }: SubmitAnswersRequest, caller: Caller, answeredAt: Date) {
  return {
    tenantId: caller.tenant_id,
    requestId: session_id,
    response: 'approved' as const,
    feedback: '',
    modifications: [],
    userId: caller.user_id,
    userName: caller.user_name,
    idempotencyKey: caller.idempotency_key,
    answeredAt,
  };
}

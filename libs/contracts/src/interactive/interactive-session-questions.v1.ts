import { defineQuestion } from '../define-question';
import { AnyJson, Count, Flag, Identifier, ListOf, Nested, OneOf, Text, TextList, Timestamp } from '../fields';
import { AskedQuestion } from '../shared/question';

/** Statuses of an interactive session; it waits until somebody goes on. */
export const INTERACTIVE_STATUSES = ['waiting_for_answer', 'completed', 'declined', 'cancelled'] as const;
/** Status of an interactive session. */
export type InteractiveStatus = (typeof INTERACTIVE_STATUSES)[number];

/** The question a person is asked next (specification §7.3.2). */
export class CurrentQuestion {
  @Identifier() question_id!: string;
  @Text({ max: 500 }) question!: string;
  /** Null when the answer is free. */
  @TextList({ maxItems: 20, max: 200, nullable: true }) options!: string[] | null;
  @Flag() required!: boolean;
  /** Null where going on leaves it open. */
  @AnyJson({ nullable: true }) default!: unknown;
}

/** An answer that is kept, whoever gave it. */
export class KeptAnswer {
  @Identifier() question_id!: string;
  @AnyJson() answer!: unknown;
  /** Absent for a default. */
  @Identifier({ optional: true }) answered_by?: string;
  @Text({ max: 200, optional: true }) answered_by_name?: string;
  @Timestamp({ optional: true }) answered_at?: string;
}

/** One row of `GET /api/interactive/sessions` (specification §7.3.2). */
export class InteractiveSessionSummary {
  /** The same as that of the HITL request that asks. */
  @Identifier() session_id!: string;
  @OneOf(INTERACTIVE_STATUSES) status!: InteractiveStatus;
  @Nested(() => CurrentQuestion, { nullable: true }) current_question!: CurrentQuestion | null;
  @Timestamp() created_at!: string;
  @Identifier() workflow_id!: string;
  @Identifier() agent_id!: string;
  @Identifier({ nullable: true }) task_id!: string | null;
  @Text({ max: 200 }) title!: string;
  /** Rounds of questions of this task so far, this one included. */
  @Count({ min: 1 }) round!: number;
  @Count() open_count!: number;
  /** When time will next do something to the session. */
  @Timestamp({ nullable: true }) due_at!: string | null;
}

/** `GET /api/interactive/sessions/{session_id}`. */
export class InteractiveSessionView extends InteractiveSessionSummary {
  /** All of them, those a follow-up condition leaves out as well. */
  @ListOf(() => AskedQuestion, { maxItems: 10 }) questions!: AskedQuestion[];
  @ListOf(() => KeptAnswer, { maxItems: 10 }) answers!: KeptAnswer[];
  /** Grows with every change; the same on every device. */
  @Count() revision!: number;
  @Timestamp({ nullable: true }) resolved_at!: string | null;
}

/** Which sessions to list; without a status those that wait. */
export class ListInteractiveSessionsRequest {
  @OneOf([...INTERACTIVE_STATUSES, 'all'], { optional: true }) status?: InteractiveStatus | 'all';
  @Identifier({ optional: true }) workflow_id?: string;
  @Count({ min: 1, max: 100, optional: true }) limit?: number;
  @Identifier({ optional: true }) cursor?: string;
}
/** Oldest first. */
export class ListInteractiveSessionsReply {
  @ListOf(() => InteractiveSessionSummary) sessions!: InteractiveSessionSummary[];
  @Count() total_count!: number;
  @Identifier({ nullable: true }) next_cursor!: string | null;
}
/** Lists the tenant's interactive sessions. */
export const listInteractiveSessions = defineQuestion({
  answeredBy: 'hitl',
  askedBy: ['gateway'],
  entity: 'interactive-session',
  verb: 'list',
  version: 1,
  request: ListInteractiveSessionsRequest,
  reply: ListInteractiveSessionsReply,
  role: 'viewer',
});

/** Names one session. */
export class InteractiveSessionRequest {
  @Identifier() session_id!: string;
}
/** Shows one session with all its questions and answers. */
export const getInteractiveSession = defineQuestion({
  answeredBy: 'hitl',
  askedBy: ['gateway'],
  entity: 'interactive-session',
  verb: 'get',
  version: 1,
  request: InteractiveSessionRequest,
  reply: InteractiveSessionView,
  role: 'viewer',
});

/** An answer as it is sent. */
export class SubmittedAnswer {
  @Identifier() question_id!: string;
  /** One of the options, what the schema allows, or a text. */
  @AnyJson() answer!: unknown;
}
/** Body of `POST /api/interactive/sessions/{session_id}/answers` plus the id from the path. */
export class SubmitAnswersRequest {
  @Identifier() session_id!: string;
  @ListOf(() => SubmittedAnswer, { maxItems: 10 }) answers!: SubmittedAnswer[];
  /** `false` keeps the answers and waits, `true` goes on and takes defaults; absent: goes on when nothing is open. */
  @Flag({ optional: true }) continue?: boolean;
}
/** What became of the answers (specification §7.3.2). */
export class SubmitAnswersReply {
  @Flag() success!: boolean;
  @Nested(() => CurrentQuestion, { nullable: true }) next_question!: CurrentQuestion | null;
  @Flag() workflow_continued!: boolean;
  @OneOf(INTERACTIVE_STATUSES) status!: InteractiveStatus;
  @Count() open_count!: number;
  @Count() revision!: number;
}
/** Keeps answers, and lets the workflow go on with them. */
export const submitAnswers = defineQuestion({
  answeredBy: 'hitl',
  askedBy: ['gateway'],
  entity: 'interactive-session',
  verb: 'answer',
  version: 1,
  request: SubmitAnswersRequest,
  reply: SubmitAnswersReply,
  role: 'approver',
});

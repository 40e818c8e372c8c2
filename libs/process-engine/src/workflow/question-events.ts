import type { AgentId, RequestId, StageId, TaskId } from '../model/ids';
import type { AgentQuestion, GivenAnswer } from '../model/question';
import type { ModelUsage } from '../model/values';

/** A fact about questions of an agent to people; released like every other event. */
interface QuestionFact<TType extends string, TData> {
  readonly type: TType;
  readonly version: 1;
  /** ISO 8601 in UTC. */
  readonly occurred_at: string;
  readonly data: TData;
}

/** An attempt ended with questions instead of a document: the task waits, and nobody works on it. */
export type QuestionsAsked = QuestionFact<
  'questions-asked',
  {
    readonly task_id: TaskId;
    readonly stage_id: StageId;
    readonly agent_id: AgentId;
    readonly attempt: number;
    readonly lease: number;
    /** From 1; rounds of this task so far. */
    readonly round: number;
    readonly questions: readonly AgentQuestion[];
    readonly usage: ModelUsage;
    readonly duration_ms: number;
  }
>;

/** People are asked the questions of a task; anew after a pause withdrew them. */
export type AnswersRequested = QuestionFact<
  'answers-requested',
  {
    readonly request_id: RequestId;
    readonly task_id: TaskId;
    readonly stage_id: StageId;
    readonly agent_id: AgentId;
    readonly round: number;
  }
>;

/** People answered; the next attempt is told. */
export type QuestionsAnswered = QuestionFact<
  'questions-answered',
  {
    readonly request_id: RequestId;
    readonly task_id: TaskId;
    readonly round: number;
    /** Personal free text may stand here, at most 2,000 characters each. */
    readonly answers: readonly GivenAnswer[];
    readonly answered_by: string;
  }
>;

/** Nobody is going to answer: a person said so, or the time passed. */
export type QuestionsDeclined = QuestionFact<
  'questions-declined',
  {
    readonly request_id: RequestId;
    readonly task_id: TaskId;
    readonly round: number;
    readonly declined_by: string;
  }
>;

/** Facts about questions of agents. */
export type QuestionEvent = QuestionsAsked | AnswersRequested | QuestionsAnswered | QuestionsDeclined;

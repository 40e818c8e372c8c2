import type { RequestId, TaskId } from '../model/ids';
import type { AgentQuestion, GivenAnswer } from '../model/question';
import type { ModelUsage } from '../model/values';

/** A runner's attempt ended with questions to people instead of a document. */
export interface AskQuestionsCommand {
  readonly type: 'ask-questions';
  readonly task_id: TaskId;
  readonly attempt: number;
  readonly lease: number;
  /** Checked by the runner: form, ids, follow-ups, defaults. */
  readonly questions: readonly AgentQuestion[];
  readonly usage: ModelUsage;
  readonly duration_ms: number;
}

/** People answered the questions of a task, or will not. */
export interface AnswerQuestionsCommand {
  readonly type: 'answer-questions';
  readonly request_id: RequestId;
  readonly outcome: 'answered' | 'declined';
  readonly answers: readonly GivenAnswer[];
  readonly answered_by: string;
}

/** Commands about questions of agents. */
export type QuestionCommand = AskQuestionsCommand | AnswerQuestionsCommand;

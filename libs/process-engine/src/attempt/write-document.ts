import { readQuestions } from '../contract/read-questions';
import type { AgentQuestion } from '../model/question';
import type { AgentTask, LoadedInput, ModelAnswer, ModelMessage } from './agent-task';
import { AttemptFailure } from './attempt-failure';
import { buildConversation } from './build-conversation';
import type { FailedAnswer } from './build-repair';
import { textHash } from './call-key';
import { checkAnswer } from './check-answer';
import type { CheckedAnswer } from './check-answer';

/** A document ready to be stored. */
export interface Draft {
  readonly text: string;
  readonly sha256: string;
  readonly words: number;
  readonly turns: number;
  readonly callIds: readonly string[];
}

/** Questions to people, asked instead of a document. */
export interface AskedQuestions {
  readonly questions: readonly AgentQuestion[];
  readonly turns: number;
  readonly callIds: readonly string[];
}

/** True when the agent asks people instead of writing. */
export function asksPeople(result: Draft | AskedQuestions): result is AskedQuestions {
  return 'questions' in result;
}

/** The next question to the model. */
export interface ModelTurn {
  /** From 1; the later ones repair. */
  readonly turn: number;
  readonly messages: ModelMessage[];
}

/** What an attempt may use. */
export interface WritingLimits {
  /** Tokens of prompt and answer together. */
  readonly contextTokens: number;
  /** How often an answer may be repaired. */
  readonly repairLimit: number;
  /**
   * Hash of the document an earlier runner stored: the answer that became it ends the writing, and so does the last one,
   * since what is stored counts in any case.
   */
  readonly storedSha256?: string | undefined;
}

/**
 * Writes a task's document: yields what the model is to be asked, takes its answer, returns the document. Who drives it
 * decides where answers come from; the same answers give the same bytes. An agent that may ask people can end with
 * questions instead.
 *
 * @throws {AttemptFailure} `output-contract-not-met` when the last allowed answer still has problems.
 */
export function* writeDocument(
  task: AgentTask,
  inputs: readonly LoadedInput[],
  { contextTokens, repairLimit, storedSha256 }: WritingLimits,
): Generator<ModelTurn, Draft | AskedQuestions, ModelAnswer> {
  const lastTurn = repairLimit + 1;
  const callIds: string[] = [];
  let failed: FailedAnswer | undefined;
  for (let turn = 1; ; turn += 1) {
    const answer = yield { turn, messages: buildConversation(task, inputs, contextTokens, failed) };
    callIds.push(answer.call_id);
    const asked = task.output.question_rounds === undefined ? undefined : readQuestions(answer.text);
    if (asked?.ok === true) return { questions: asked.questions, turns: turn, callIds };
    const { document, problems, words } =
      asked === undefined ? checkAnswer(answer, task.output) : illAsked(asked.problems);
    const draft = { text: document, sha256: textHash(document), words, turns: turn, callIds };
    if (problems.length === 0 || draft.sha256 === storedSha256) return draft;
    if (turn === lastTurn && storedSha256 !== undefined) return draft;
    if (turn === lastTurn) throw contractNotMet(turn, problems);
    failed = { text: answer.text, problems };
  }
}

/** Questions nobody can be asked are repaired like a document. */
function illAsked(problems: readonly string[]): CheckedAnswer {
  return { document: '', problems, words: 0 };
}

function contractNotMet(turns: number, problems: readonly string[]): AttemptFailure {
  const detail = `The document still misses its output contract after ${turns} answers: ${problems.join(' ')}`;
  return new AttemptFailure('output-contract-not-met', detail, { retryable: true });
}

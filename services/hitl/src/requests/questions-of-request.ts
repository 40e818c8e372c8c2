import type { KeptAnswer } from '@botarmy/contracts';
import { standingOfRound } from '@botarmy/process-engine';
import type { AgentQuestion, GivenAnswer, JsonRecord, JsonValue, RoundStanding } from '@botarmy/process-engine';

/** An answer as it is stored under the id of its question. */
export interface StoredAnswer {
  readonly answer: JsonValue;
  readonly answered_by: string;
  readonly answered_by_name: string;
  readonly answered_at: string;
}

/** What an agent asks with what was answered so far. */
export interface Dialogue {
  readonly questions: readonly AgentQuestion[];
  readonly answers: Readonly<Record<string, StoredAnswer>>;
}

/** Columns a dialogue is read from; both were checked when they were written. */
interface DialogueColumns {
  readonly questions: unknown;
  readonly answers: unknown;
}

/** The questions of a request; null for one that asks for an approval. */
export function dialogueOf({ questions, answers }: DialogueColumns): Dialogue | null {
  if (questions === null || questions === undefined) return null;
  return { questions: questions as AgentQuestion[], answers: (answers ?? {}) as Dialogue['answers'] };
}

/** Where the questions stand. */
export function standingOf({ questions, answers }: Dialogue, takesDefaults: boolean): RoundStanding {
  const given: Record<string, JsonValue> = {};
  for (const [id, { answer }] of Object.entries(answers)) given[id] = answer;
  return standingOfRound(questions, given satisfies JsonRecord, takesDefaults);
}

/** What the workflow is told when people went on; nothing when nobody is going to answer. */
export function answersToTell(dialogue: Dialogue, response: string): readonly GivenAnswer[] {
  return response === 'rejected' ? [] : standingOf(dialogue, true).answers;
}

/** The answers that count, with who gave them. */
export function keptAnswersOf(dialogue: Dialogue, takesDefaults: boolean): KeptAnswer[] {
  return standingOf(dialogue, takesDefaults).answers.map(({ question_id, answer, given_by }) => {
    const stored = given_by === 'person' ? dialogue.answers[question_id] : undefined;
    if (stored === undefined) return { question_id, answer };
    const { answered_by, answered_by_name, answered_at } = stored;
    return { question_id, answer, answered_by, answered_by_name, answered_at };
  });
}

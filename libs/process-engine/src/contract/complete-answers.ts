import { canonicalJson } from '../model/canonical-json';
import type { JsonRecord, JsonValue } from '../model/json-value';
import { MAX_ANSWER_CHARACTERS } from '../model/question';
import type { AgentQuestion, AnswerSchema, GivenAnswer } from '../model/question';
import { answerProblems } from './answer-schema';

/** Where a round of questions stands. */
export interface RoundStanding {
  /** Questions that are to be asked and have no answer, in order. */
  readonly open: readonly AgentQuestion[];
  /** Answers that count, in the order of their questions. */
  readonly answers: readonly GivenAnswer[];
  /** Open questions that nobody may leave out. */
  readonly missing: readonly AgentQuestion[];
}

/**
 * What is answered and what is open. A follow-up counts only when the question it depends on was answered as it says;
 * an answer to one that does not count stays away.
 *
 * @param given answers of people by id of the question.
 * @param takesDefaults true when what is open has its default.
 */
export function standingOfRound(
  questions: readonly AgentQuestion[],
  given: JsonRecord,
  takesDefaults: boolean,
): RoundStanding {
  const open: AgentQuestion[] = [];
  const answers = new Map<string, GivenAnswer>();
  for (const question of questions) {
    const { id, text, depends_on: condition } = question;
    if (condition !== undefined && !isMet(answers.get(condition.question_id)?.answer, condition.answer)) continue;
    const answer = Object.hasOwn(given, id) ? given[id] : undefined;
    if (answer !== undefined) answers.set(id, { question_id: id, question: text, answer, given_by: 'person' });
    else if (takesDefaults && question.default !== undefined)
      answers.set(id, { question_id: id, question: text, answer: question.default, given_by: 'default' });
    else open.push(question);
  }
  return { open, answers: [...answers.values()], missing: open.filter(({ required }) => required) };
}

/** Why a value is no answer to a question, in sentences; empty when it is one. */
export function valueProblems(question: AgentQuestion, value: JsonValue, name: string): readonly string[] {
  if (JSON.stringify(value).length > MAX_ANSWER_CHARACTERS)
    return [`${name} takes more than ${MAX_ANSWER_CHARACTERS} characters.`];
  const { options, schema } = question;
  if (options !== undefined)
    return typeof value === 'string' && options.includes(value)
      ? []
      : [`${name} must be one of ${options.map((option) => `"${option}"`).join(', ')}.`];
  if (schema !== undefined) return answerProblems(value, schema, name);
  return typeof value === 'string' && value.trim() !== '' ? [] : [`${name} must be a text that says something.`];
}

/** One JSON Schema for all answers of a round, by id of the question. */
export function responseSchemaOf(questions: readonly AgentQuestion[]): AnswerSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(questions.map((question) => [question.id, schemaOf(question)])),
    required: questions
      .filter((question) => question.required && question.default === undefined && question.depends_on === undefined)
      .map(({ id }) => id),
  };
}

function schemaOf({ text, options, schema }: AgentQuestion): AnswerSchema {
  if (schema !== undefined) return { title: text.slice(0, 200), ...schema };
  const title = text.slice(0, 200);
  return options === undefined
    ? { type: 'string', title, minLength: 1, maxLength: MAX_ANSWER_CHARACTERS }
    : { type: 'string', title, enum: options };
}

function isMet(answer: JsonValue | undefined, wanted: JsonValue): boolean {
  if (answer === undefined) return false;
  const isSame = (value: JsonValue) => canonicalJson(value) === canonicalJson(wanted);
  return isSame(answer) || (Array.isArray(answer) && (answer as readonly JsonValue[]).some(isSame));
}

import type { JsonValue } from '../model/json-value';
import { MAX_QUESTIONS } from '../model/question';
import type { AgentQuestion } from '../model/question';
import { schemaProblems } from './answer-schema';
import { valueProblems } from './complete-answers';

/** Questions of an answer, or why they are none that people can be asked. */
export type QuestionsReading =
  | { readonly ok: true; readonly questions: readonly AgentQuestion[] }
  | { readonly ok: false; readonly problems: readonly string[] };

const BLOCK = /^```json questions[ \t]*\r?\n([\s\S]*?)^```[ \t]*$/mu;
const OPENING = /^```json questions\b/mu;
const ID = /^[a-z0-9][a-z0-9_-]{0,39}$/u;
const MEMBERS = new Set(['id', 'text', 'options', 'schema', 'default', 'required', 'depends_on']);
const MAX_TEXT = 500;
const MAX_OPTIONS = 20;
const MAX_OPTION = 200;
const MAX_BYTES = 16_384;

/**
 * Reads the questions of an answer from its fenced block that begins with ```` ```json questions ````; undefined for an
 * answer that asks nothing. Whatever surrounds the block is left out.
 */
export function readQuestions(answer: string): QuestionsReading | undefined {
  const block = BLOCK.exec(answer)?.[1];
  if (block === undefined) {
    return OPENING.test(answer) ? { ok: false, problems: ['The block of questions is not closed.'] } : undefined;
  }
  if (Buffer.byteLength(block) > MAX_BYTES)
    return { ok: false, problems: [`The questions take more than ${MAX_BYTES} bytes.`] };
  let asked: unknown;
  try {
    asked = JSON.parse(block);
  } catch {
    return { ok: false, problems: ['The block of questions is not valid JSON.'] };
  }
  return checkQuestions(asked);
}

/** Checks questions that were sent as data. */
export function checkQuestions(asked: unknown): QuestionsReading {
  if (!Array.isArray(asked) || asked.length === 0 || asked.length > MAX_QUESTIONS)
    return { ok: false, problems: [`The questions must be a list of 1 to ${MAX_QUESTIONS}.`] };
  const questions: AgentQuestion[] = [];
  const problems: string[] = [];
  for (const [index, entry] of asked.entries()) {
    const found = problemsOf(entry, `Question ${index + 1}`, questions);
    if (found.length === 0) questions.push(questionOf(entry as Record<string, unknown>));
    else problems.push(...found);
  }
  return problems.length === 0 ? { ok: true, questions } : { ok: false, problems };
}

function problemsOf(entry: unknown, name: string, earlier: readonly AgentQuestion[]): readonly string[] {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return [`${name} must be an object.`];
  const question = entry as Record<string, unknown>;
  const { id, text, required } = question;
  const unknown = Object.keys(question).filter((key) => !MEMBERS.has(key));
  const problems = [
    ...(unknown.length === 0 ? [] : [`${name} has members that are not asked for: ${unknown.join(', ')}.`]),
    ...(typeof id === 'string' && ID.test(id) ? [] : [`${name} needs an id of a-z, 0-9, - and _.`]),
    ...(earlier.some((other) => other.id === id) ? [`${name} has the id of another one.`] : []),
    ...(isText(text, MAX_TEXT) ? [] : [`${name} needs a text of 1 to ${MAX_TEXT} characters.`]),
    ...(required === undefined || typeof required === 'boolean' ? [] : [`${name}.required must be true or false.`]),
    ...formProblems(question, name),
    ...dependenceProblems(question['depends_on'], name, earlier),
  ];
  return problems.length > 0 || question['default'] === undefined
    ? problems
    : valueProblems(questionOf(question), question['default'] as JsonValue, `The default of ${name.toLowerCase()}`);
}

function formProblems({ options, schema }: Record<string, unknown>, name: string): readonly string[] {
  if (options !== undefined && schema !== undefined) return [`${name} has options and a schema; give one of them.`];
  if (schema !== undefined) return schemaProblems(schema, `${name}.schema`);
  if (options === undefined) return [];
  const isFine =
    Array.isArray(options) &&
    options.length >= 2 &&
    options.length <= MAX_OPTIONS &&
    new Set(options).size === options.length &&
    options.every((option) => isText(option, MAX_OPTION));
  return isFine ? [] : [`${name}.options must be 2 to ${MAX_OPTIONS} different texts.`];
}

function dependenceProblems(condition: unknown, name: string, earlier: readonly AgentQuestion[]): readonly string[] {
  if (condition === undefined) return [];
  if (typeof condition !== 'object' || condition === null) return [`${name}.depends_on must be an object.`];
  const { question_id: id, answer, ...rest } = condition as Record<string, unknown>;
  if (Object.keys(rest).length > 0 || answer === undefined || !earlier.some((question) => question.id === id))
    return [`${name}.depends_on must name an earlier question_id and the answer it depends on.`];
  return [];
}

function questionOf({ required = true, ...entry }: Record<string, unknown>): AgentQuestion {
  return { ...entry, required } as unknown as AgentQuestion;
}

function isText(value: unknown, most: number): boolean {
  return typeof value === 'string' && value.trim() !== '' && value.length <= most;
}

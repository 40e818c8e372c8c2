import type { JsonValue } from './json-value';

/** Most rounds of questions one task may ask. */
export const MAX_QUESTION_ROUNDS = 5;
/** Most questions of one round. */
export const MAX_QUESTIONS = 10;
/** Longest answer to one question, as characters of JSON. */
export const MAX_ANSWER_CHARACTERS = 2_000;

/** What an answer may be: the part of JSON Schema that a person's answer needs. */
export interface AnswerSchema {
  readonly type: 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object';
  readonly title?: string;
  readonly description?: string;
  readonly enum?: readonly (string | number)[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly items?: AnswerSchema;
  readonly properties?: Readonly<Record<string, AnswerSchema>>;
  readonly required?: readonly string[];
}

/** One question of an agent to people: answered by one of the options, by what fits the schema, or in words. */
export interface AgentQuestion {
  /** Unique in its round. */
  readonly id: string;
  readonly text: string;
  readonly options?: readonly string[];
  readonly schema?: AnswerSchema;
  /** Taken when people go on without an answer. */
  readonly default?: JsonValue;
  readonly required: boolean;
  /** The question is asked only when an earlier one of the round was answered so. */
  readonly depends_on?: { readonly question_id: string; readonly answer: JsonValue };
}

/** An answer as the agent is told, with the question it belongs to. */
export interface GivenAnswer {
  readonly question_id: string;
  readonly question: string;
  readonly answer: JsonValue;
  /** `default`: people went on, or let the time pass, without saying anything else. */
  readonly given_by: 'person' | 'default';
}

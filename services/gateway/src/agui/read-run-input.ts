import type { RunAgentInput } from '@ag-ui/core';
import { RunAgentInputSchema } from '@ag-ui/core/schemas';

import { Problem } from '@botarmy/chassis';

import { assertShallow } from '../http/assert-shallow';
import { MOST_MESSAGES } from './run-body';

const LONGEST_NAME = 200;
const MOST_ENTRIES = 50;
const MOST_ERRORS = 20;

/**
 * Reads the body of a run by the protocol's own schema.
 *
 * @throws {Problem} 422 `run-input-invalid` that names every field the protocol does not allow so.
 */
export function readRunInput(body: unknown): RunAgentInput {
  const value = typeof body === 'object' && body !== null ? body : {};
  assertShallow(value);
  const read = RunAgentInputSchema.safeParse({ tools: [], context: [], ...value });
  if (!read.success) {
    throw invalid(read.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })));
  }
  const input = read.data as RunAgentInput;
  const errors = [...tooLong(input), ...tooMany(input)];
  if (errors.length > 0) throw invalid(errors);
  return input;
}

/**
 * What the person asks for: the text of the last message, with what the client's page says about itself.
 *
 * @throws {Problem} 422 `content-not-supported` for anything but text.
 */
export function briefOf({ messages, context }: RunAgentInput): string {
  const index = messages.findLastIndex(({ role }) => role === 'user');
  const content = messages[index]?.content;
  const parts = typeof content === 'string' ? [{ type: 'text', text: content }] : ((content ?? []) as Part[]);
  const other = parts.findIndex(({ type }) => type !== 'text');
  if (other >= 0) throw notText(`messages.${index}.content.${other}`);
  const text = parts.map((part) => part.text ?? '').join('\n');
  const about = context.map(({ description, value }) => `- ${description}: ${value}`);
  return about.length === 0 || text.trim() === '' ? text : `${text}\n\nContext:\n${about.join('\n')}`;
}

interface Part {
  readonly type: string;
  readonly text?: string;
}

interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

function tooLong(input: RunAgentInput): FieldProblem[] {
  const names = ['threadId', 'runId', 'parentRunId'] as const;
  return names
    .filter((name) => input[name] !== undefined && !isName(input[name]))
    .map((path) => ({ path, message: `has 1 to ${LONGEST_NAME} characters` }));
}

function isName(text: string): boolean {
  return text.length > 0 && text.length <= LONGEST_NAME && text.isWellFormed();
}

function tooMany({ messages, context, resume = [] }: RunAgentInput): FieldProblem[] {
  const lists = [
    ['messages', messages.length, MOST_MESSAGES],
    ['context', context.length, MOST_ENTRIES],
    ['resume', resume.length, MOST_ENTRIES],
  ] as const;
  return lists
    .filter(([, length, most]) => length > most)
    .map(([path, , most]) => ({ path, message: `has ${most} entries at most` }));
}

function invalid(errors: readonly FieldProblem[]): Problem {
  return new Problem({
    status: 422,
    code: 'run-input-invalid',
    title: 'Run input invalid',
    detail: "Send AG-UI's RunAgentInput; the fields under errors are not as the protocol has them.",
    errors: errors.slice(0, MOST_ERRORS),
  });
}

function notText(path: string): Problem {
  return new Problem({
    status: 422,
    code: 'content-not-supported',
    title: 'Content not supported',
    detail: 'Send text alone; documents go to POST /api/uploads.',
    errors: [{ path, message: 'is no text' }],
  });
}

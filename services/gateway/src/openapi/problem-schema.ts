import type { JsonSchema } from '@botarmy/contracts';

const text = (description: string): JsonSchema => ({ type: 'string', description });

/** The body of every refusal (RFC 9457). */
export const PROBLEM_SCHEMA: JsonSchema = {
  type: 'object',
  description: 'A refusal or failure (RFC 9457).',
  properties: {
    type: text('URN of the kind of problem.'),
    title: text('The same for every problem of this kind.'),
    status: { type: 'integer', minimum: 400, maximum: 599 },
    code: text('Kebab-case name programs can rely on.'),
    detail: text('What to do about it.'),
    instance: text('Path of the request.'),
    request_id: text('Quote it when reporting the problem.'),
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { pointer: text('JSON pointer, e.g. `/modifications/0`.'), detail: text('What is wrong there.') },
        required: ['pointer', 'detail'],
      },
    },
  },
  required: ['code', 'detail', 'status', 'title', 'type'],
};

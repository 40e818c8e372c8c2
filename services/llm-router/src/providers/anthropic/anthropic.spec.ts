import { APIConnectionError, APIError } from '@anthropic-ai/sdk';

import { readPieces } from '../read-pieces.fixture';
import { convertPrompt } from './convert-prompt';
import { failureOf } from './errors';
import { readStream } from './stream';

const read = (...events: readonly unknown[]) => readPieces(readStream, events);

const START = {
  type: 'message_start',
  message: { usage: { input_tokens: 5, cache_read_input_tokens: 3, output_tokens: 1 } },
};
const TEXT = { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hi' } };
const THOUGHT = { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'Hm' } };
const DELTA = {
  type: 'message_delta',
  delta: { stop_reason: 'end_turn' },
  usage: { output_tokens: 9, input_tokens: null },
};
const STOP = { type: 'message_stop' };

describe('a stream of Anthropic', () => {
  it('ends with its stop event, with the totals of its last delta and without its thoughts', async () => {
    const pieces = await read(START, THOUGHT, TEXT, DELTA, STOP);
    expect(pieces.filter(({ kind }) => kind === 'text')).toEqual([{ kind: 'text', text: 'Hi' }]);
    expect(pieces.at(-1)).toEqual({
      kind: 'end',
      finishReason: 'stop',
      rawFinishReason: 'end_turn',
      usage: { inputTokens: 8, outputTokens: 9 },
    });
  });

  it.each([
    ['its stop event', [START, TEXT, DELTA]],
    ['a stop reason', [START, TEXT, STOP]],
  ])('is no answer without %s', async (_name, events) => {
    await expect(read(...events)).rejects.toMatchObject({ code: 'incomplete-answer' });
  });

  it('may come without usage', async () => {
    const { usage: _usage, ...bare } = DELTA;
    const pieces = await read({ ...bare, usage: {} }, STOP);
    expect(pieces.at(-1)).toMatchObject({ kind: 'end', usage: undefined });
  });
});

describe('a request to Anthropic', () => {
  it('has the system text apart and a temperature on a shorter scale', () => {
    const converted = convertPrompt({
      model: 'm',
      messages: [
        { role: 'system', content: 'S' },
        { role: 'user', content: 'U' },
      ],
      maxOutputTokens: 10,
      temperature: 1.7,
      options: { thinking: { type: 'between_tools' } },
      idempotencyKey: 'k',
      signal: new AbortController().signal,
    });
    expect(converted).toEqual({
      model: 'm',
      system: 'S',
      messages: [{ role: 'user', content: 'U' }],
      max_tokens: 10,
      temperature: 1,
      thinking: { type: 'between_tools' },
      stream: true,
    });
  });
});

describe('an error of the Anthropic package', () => {
  const error = (status: number, type: string, message = ''): APIError =>
    APIError.generate(status, { error: { type, message } }, message, new Headers());

  it.each([
    [error(529, 'overloaded_error'), 'server-error'],
    [error(400, 'invalid_request_error', 'prompt is too long: 300000 tokens'), 'context-length-exceeded'],
    [error(400, 'invalid_request_error', 'max_tokens: Field required'), 'invalid-request'],
    [error(413, 'request_too_large'), 'context-length-exceeded'],
    [error(403, 'permission_error'), 'unauthorized'],
    [new APIConnectionError({ message: 'gone' }), 'connection-lost'],
  ])('%s means %s', (thrown, code) => {
    expect(failureOf(thrown)).toMatchObject({ code });
  });
});

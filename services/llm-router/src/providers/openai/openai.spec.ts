import { APIConnectionError, APIError } from 'openai';

import { readPieces } from '../read-pieces.fixture';
import { convertPrompt } from './convert-prompt';
import { failureOf } from './errors';
import { readStream } from './stream';

const read = (...events: readonly unknown[]) => readPieces(readStream, events);

const delta = (content: string | null, finish_reason: string | null = null) => ({
  choices: [{ index: 0, delta: { content }, finish_reason }],
});

describe('a stream of OpenAI', () => {
  it('ends with its finish reason and the usage that follows it', async () => {
    const usage = { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 };
    await expect(read(delta('Hi'), delta(null, 'stop'), { choices: [], usage })).resolves.toEqual([
      { kind: 'text', text: 'Hi' },
      { kind: 'alive' },
      { kind: 'alive' },
      {
        kind: 'end',
        finishReason: 'stop',
        rawFinishReason: 'stop',
        usage: { inputTokens: 5, outputTokens: 2 },
      },
    ]);
  });

  it('ends without usage where none is given, and keeps an unknown reason beside ours', async () => {
    const pieces = await read(delta('Hi', 'tool_calls'));
    expect(pieces.at(-1)).toEqual({
      kind: 'end',
      finishReason: 'other',
      rawFinishReason: 'tool_calls',
      usage: undefined,
    });
  });

  it('is no answer without a finish reason or in another shape', async () => {
    await expect(read(delta('Hi'))).rejects.toMatchObject({ code: 'incomplete-answer' });
    await expect(read({ result: 'ok' })).rejects.toMatchObject({ code: 'malformed-answer' });
  });
});

describe('a request to OpenAI', () => {
  it('asks for usage, and has a temperature only where the model takes one', () => {
    const request = {
      model: 'm',
      messages: [{ role: 'system' as const, content: 'S' }],
      maxOutputTokens: 10,
      options: { reasoning_effort: 'none' },
      idempotencyKey: 'k',
      signal: new AbortController().signal,
    };
    expect(convertPrompt(request)).toEqual({
      model: 'm',
      messages: [{ role: 'system', content: 'S' }],
      max_completion_tokens: 10,
      reasoning_effort: 'none',
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(convertPrompt({ ...request, temperature: 0.3 })).toMatchObject({ temperature: 0.3 });
  });
});

describe('an error of the OpenAI package', () => {
  it.each([
    [APIError.generate(429, { code: 'insufficient_quota' }, undefined, new Headers()), 'rate-limited'],
    [APIError.generate(404, { code: 'model_not_found' }, undefined, new Headers()), 'invalid-request'],
    [APIError.generate(408, {}, undefined, new Headers()), 'server-error'],
    [new APIError(undefined, { type: 'server_error' }, undefined, new Headers()), 'server-error'],
    [new APIConnectionError({ message: 'gone' }), 'connection-lost'],
    [new SyntaxError('no JSON'), 'malformed-answer'],
    [new TypeError('terminated'), 'connection-lost'],
  ])('%s means %s', (error, code) => {
    expect(failureOf(error)).toMatchObject({ code });
  });
});

import { APIConnectionError, APIError } from 'openai';

import { readPieces } from '../read-pieces.fixture';
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
      { kind: 'alive', characters: 0 },
      { kind: 'alive', characters: 0 },
      {
        kind: 'end',
        finishReason: 'stop',
        rawFinishReason: 'stop',
        usage: { inputTokens: 5, outputTokens: 2, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 },
        rawUsage: usage,
        reasoning: [],
        toolCalls: [],
      },
    ]);
  });

  it('ends without usage where none is given, and keeps an unknown reason beside ours', async () => {
    const pieces = await read(delta('Hi', 'new_reason'));
    expect(pieces.at(-1)).toMatchObject({ finishReason: 'other', rawFinishReason: 'new_reason', usage: undefined });
  });

  it('puts parallel tool calls and thoughts together from their pieces', async () => {
    const piece = (delta: object) => ({ choices: [{ index: 0, delta, finish_reason: null }] });
    const call = (index: number, details: object) => piece({ tool_calls: [{ index, ...details }] });
    const pieces = await read(
      piece({ reasoning_content: 'Hm' }),
      call(0, { id: 'a', function: { name: 'find', arguments: '' } }),
      call(1, { id: 'b', function: { name: 'find', arguments: '{"x"' } }),
      call(0, { function: { arguments: '{}' } }),
      call(1, { function: { arguments: ':1}' } }),
      delta(null, 'tool_calls'),
    );
    expect(pieces.at(-1)).toMatchObject({
      finishReason: 'tool_calls',
      reasoning: [{ type: 'reasoning', text: 'Hm' }],
      toolCalls: [
        { type: 'tool_call', callId: 'a', name: 'find', arguments: '{}' },
        { type: 'tool_call', callId: 'b', name: 'find', arguments: '{"x":1}' },
      ],
    });
    await expect(read(call(0, { function: { arguments: '{}' } }), delta(null, 'tool_calls'))).rejects.toMatchObject({
      code: 'malformed-answer',
    });
  });

  it('is no answer without a finish reason or in another shape', async () => {
    await expect(read(delta('Hi'))).rejects.toMatchObject({ code: 'incomplete-answer' });
    await expect(read({ result: 'ok' })).rejects.toMatchObject({ code: 'malformed-answer' });
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

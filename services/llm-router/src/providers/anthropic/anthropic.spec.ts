import { APIConnectionError, APIError } from '@anthropic-ai/sdk';

import { readPieces } from '../read-pieces.fixture';
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
    expect(pieces[0]).toMatchObject({ kind: 'usage', usage: { inputTokens: 8, outputTokens: 1 } });
    expect(pieces.at(-1)).toEqual({
      kind: 'end',
      finishReason: 'stop',
      rawFinishReason: 'end_turn',
      usage: { inputTokens: 8, outputTokens: 9, cacheReadTokens: 3, cacheWriteTokens: 0, reasoningTokens: 0 },
      rawUsage: { input_tokens: null, cache_read_input_tokens: 3, output_tokens: 9 },
      reasoning: [],
      toolCalls: [],
    });
  });

  it.each([
    ['its stop event', [START, TEXT, DELTA]],
    ['a stop reason', [START, TEXT, STOP]],
  ])('is no answer without %s', async (_name, events) => {
    await expect(read(...events)).rejects.toMatchObject({ code: 'incomplete-answer' });
  });

  it('puts tool calls and signed thoughts together from their blocks', async () => {
    const block = (index: number, content_block: object) => ({ type: 'content_block_start', index, content_block });
    const piece = (index: number, delta: object) => ({ type: 'content_block_delta', index, delta });
    const pieces = await read(
      START,
      block(0, { type: 'thinking', thinking: '', signature: '' }),
      piece(0, { type: 'thinking_delta', thinking: 'Hm' }),
      piece(0, { type: 'signature_delta', signature: 'sig' }),
      block(1, { type: 'redacted_thinking', data: 'sealed' }),
      block(2, { type: 'tool_use', id: 'a', name: 'find', input: {} }),
      piece(2, { type: 'input_json_delta', partial_json: '{"x"' }),
      piece(2, { type: 'input_json_delta', partial_json: ':1}' }),
      block(3, { type: 'tool_use', id: 'b', name: 'now', input: {} }),
      {
        ...DELTA,
        delta: { stop_reason: 'tool_use' },
        usage: { output_tokens: 9, output_tokens_details: { thinking_tokens: 4 } },
      },
      STOP,
    );
    expect(pieces.at(-1)).toMatchObject({
      finishReason: 'tool_calls',
      usage: { outputTokens: 9, reasoningTokens: 4 },
      reasoning: [
        { type: 'reasoning', text: 'Hm', signature: 'sig', provider: 'anthropic' },
        { type: 'reasoning', text: '', signature: 'redacted:sealed', provider: 'anthropic' },
      ],
      toolCalls: [
        { type: 'tool_call', callId: 'a', name: 'find', arguments: '{"x":1}' },
        { type: 'tool_call', callId: 'b', name: 'now', arguments: '{}' },
      ],
    });
  });

  it('may come without usage', async () => {
    const { usage: _usage, ...bare } = DELTA;
    const pieces = await read({ ...bare, usage: {} }, STOP);
    expect(pieces.at(-1)).toMatchObject({ kind: 'end', usage: undefined });
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

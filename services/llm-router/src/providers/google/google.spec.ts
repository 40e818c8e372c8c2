import { GoogleGenerativeAIError, GoogleGenerativeAIFetchError } from '@google/generative-ai';

import { readPieces } from '../read-pieces.fixture';
import { failureOf } from './errors';
import { readStream } from './stream';

const read = (...events: readonly unknown[]) => readPieces(readStream, events);

const part = (text: string, details: object = {}) => ({ candidates: [{ content: { parts: [{ text, ...details }] } }] });

const USAGE = { inputTokens: 5, outputTokens: 42, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 40 };

describe('a stream of Google', () => {
  it('ends with a finish reason; thoughts are paid but not passed on', async () => {
    const usageMetadata = { promptTokenCount: 5, candidatesTokenCount: 2, thoughtsTokenCount: 40 };
    const pieces = await read(part('Hm', { thought: true }), part('Hi'), {
      candidates: [{ finishReason: 'STOP' }],
      usageMetadata,
    });
    expect(pieces).toEqual([
      { kind: 'alive', characters: 2 },
      { kind: 'text', text: 'Hi' },
      { kind: 'alive', characters: 0 },
      { kind: 'usage', usage: USAGE },
      {
        kind: 'end',
        finishReason: 'stop',
        rawFinishReason: 'STOP',
        usage: USAGE,
        rawUsage: usageMetadata,
        reasoning: [{ type: 'reasoning', text: 'Hm' }],
        toolCalls: [],
      },
    ]);
  });

  it('ends with the calls it makes, signed where the provider signs them', async () => {
    const call = { functionCall: { name: 'find', args: { x: 1 } }, thoughtSignature: 'c2ln' };
    const pieces = await read({ candidates: [{ content: { parts: [call] }, finishReason: 'STOP' }] });
    expect(pieces.at(-1)).toMatchObject({
      finishReason: 'tool_calls',
      rawFinishReason: 'STOP',
      toolCalls: [
        {
          callId: expect.stringMatching(/^call_/),
          name: 'find',
          arguments: '{"x":1}',
          signature: 'c2ln',
          provider: 'google',
        },
      ],
    });
    const nameless = { functionCall: { args: {} } };
    await expect(
      read({ candidates: [{ content: { parts: [nameless] }, finishReason: 'STOP' }] }),
    ).rejects.toMatchObject({
      code: 'malformed-answer',
    });
  });

  it('ends filtered when the prompt was blocked', async () => {
    const pieces = await read({ promptFeedback: { blockReason: 'SAFETY' } });
    expect(pieces.at(-1)).toMatchObject({ finishReason: 'content_filter', usage: undefined });
  });

  it('is no answer without a finish reason, or when an error stands in it', async () => {
    await expect(read(part('Hi'))).rejects.toMatchObject({ code: 'incomplete-answer' });
    await expect(read(part('Hi'), { error: { code: 429 } })).rejects.toMatchObject({ code: 'rate-limited' });
  });
});

describe('an error of the Google package', () => {
  it.each([
    [new GoogleGenerativeAIFetchError('', 400, '', [{ reason: 'API_KEY_INVALID' }]), 'unauthorized'],
    [new GoogleGenerativeAIFetchError('The input token count exceeds', 400, ''), 'context-length-exceeded'],
    [new GoogleGenerativeAIFetchError('', 404, ''), 'invalid-request'],
    [new GoogleGenerativeAIFetchError('', 503, ''), 'server-error'],
    [new GoogleGenerativeAIError('Failed to parse stream'), 'malformed-answer'],
    [new GoogleGenerativeAIError('Error reading from the stream'), 'connection-lost'],
  ])('%s means %s', (error, code) => {
    expect(failureOf(error)).toMatchObject({ code });
  });

  it('says how long to wait', () => {
    const details = [{ '@type': 'google.rpc.RetryInfo', retryDelay: '1.5s' }];
    expect(failureOf(new GoogleGenerativeAIFetchError('', 429, '', details))).toMatchObject({ retryAfterMs: 1_500 });
  });
});

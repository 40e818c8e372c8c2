import { GoogleGenerativeAIError, GoogleGenerativeAIFetchError } from '@google/generative-ai';

import { readPieces } from '../read-pieces.fixture';
import { convertPrompt } from './convert-prompt';
import { failureOf } from './errors';
import { readStream } from './stream';

const read = (...events: readonly unknown[]) => readPieces(readStream, events);

const part = (text: string, details: object = {}) => ({ candidates: [{ content: { parts: [{ text, ...details }] } }] });

describe('a stream of Google', () => {
  it('ends with a finish reason; thoughts are paid but not passed on', async () => {
    const usageMetadata = { promptTokenCount: 5, candidatesTokenCount: 2, thoughtsTokenCount: 40 };
    const pieces = await read(part('Hm', { thought: true }), part('Hi'), {
      candidates: [{ finishReason: 'STOP' }],
      usageMetadata,
    });
    expect(pieces).toEqual([
      { kind: 'alive' },
      { kind: 'text', text: 'Hi' },
      { kind: 'alive' },
      { kind: 'end', finishReason: 'stop', rawFinishReason: 'STOP', usage: { inputTokens: 5, outputTokens: 42 } },
    ]);
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

describe('a request to Google', () => {
  it('calls the assistant a model and has the system text apart', () => {
    const converted = convertPrompt({
      model: 'm',
      messages: [
        { role: 'system', content: 'S' },
        { role: 'user', content: 'U' },
        { role: 'assistant', content: 'A' },
      ],
      maxOutputTokens: 10,
      temperature: 1.7,
      options: { thinkingConfig: { thinkingLevel: 'low' } },
      idempotencyKey: 'k',
      signal: new AbortController().signal,
    });
    expect(converted).toEqual({
      systemInstruction: { role: 'system', parts: [{ text: 'S' }] },
      contents: [
        { role: 'user', parts: [{ text: 'U' }] },
        { role: 'model', parts: [{ text: 'A' }] },
      ],
      generationConfig: { maxOutputTokens: 10, temperature: 1.7, thinkingConfig: { thinkingLevel: 'low' } },
    });
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

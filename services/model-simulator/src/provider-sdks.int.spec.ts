import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenerativeAI } from '@google/generative-ai';
import OpenAI from 'openai';

import type { RunningService } from '@botarmy/chassis';

import { callWithOutcome, listCalls } from './call-list.fixture';
import type { Script } from './scripting/script';
import { startSimulator, taskPrompt } from './simulator.fixture';

const PROMPT = taskPrompt();

let service: RunningService;

beforeAll(async () => {
  service = await startSimulator();
});

afterAll(() => service.close());

beforeEach(async () => {
  await fetch(`${service.url}/simulator/script`, { method: 'DELETE' });
  await fetch(`${service.url}/simulator/calls`, { method: 'DELETE' });
});

/** One provider's real SDK behind three verbs. */
interface Client {
  readonly provider: string;
  complete(script?: Script): Promise<string>;
  stream(script?: Script, signal?: AbortSignal): AsyncIterable<string>;
}

function scriptHeader(script: Script | undefined): Record<string, string> {
  return script ? { 'x-simulator-script': JSON.stringify(script) } : {};
}

function openAi(): OpenAI {
  return new OpenAI({ apiKey: 'any', baseURL: `${service.url}/v1`, maxRetries: 0, logLevel: 'off' });
}

function anthropic(): Anthropic {
  return new Anthropic({ apiKey: 'any', baseURL: service.url, maxRetries: 0, logLevel: 'off' });
}

function google(script?: Script) {
  return new GoogleGenerativeAI('any').getGenerativeModel(
    { model: 'gemini-1.5-pro', systemInstruction: 'You are an analyst.' },
    { baseUrl: service.url, customHeaders: scriptHeader(script) },
  );
}

const clients: readonly Client[] = [
  {
    provider: 'openai',
    async complete(script) {
      const answer = await openAi().chat.completions.create(
        { model: 'gpt-4o', messages: [{ role: 'user', content: PROMPT }] },
        { headers: scriptHeader(script) },
      );
      return answer.choices[0]?.message.content ?? '';
    },
    async *stream(script, signal) {
      const chunks = await openAi().chat.completions.create(
        { model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: PROMPT }] },
        { headers: scriptHeader(script), signal },
      );
      for await (const chunk of chunks) yield chunk.choices[0]?.delta.content ?? '';
    },
  },
  {
    provider: 'anthropic',
    async complete(script) {
      const answer = await anthropic().messages.create(
        { model: 'claude-test', max_tokens: 8000, messages: [{ role: 'user', content: PROMPT }] },
        { headers: scriptHeader(script) },
      );
      return answer.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
    },
    async *stream(script, signal) {
      const events = await anthropic().messages.create(
        {
          model: 'claude-test',
          max_tokens: 8000,
          stream: true,
          messages: [{ role: 'user', content: [{ type: 'text', text: PROMPT }] }],
        },
        { headers: scriptHeader(script), signal },
      );
      for await (const event of events)
        if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') yield event.delta.text;
    },
  },
  {
    provider: 'google',
    async complete(script) {
      return (await google(script).generateContent(PROMPT)).response.text();
    },
    async *stream(script, signal) {
      const { stream, response } = await google(script).generateContentStream(PROMPT, { signal });
      response.catch(() => undefined);
      for await (const chunk of stream) yield chunk.text();
    },
  },
];

async function collect(stream: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of stream) text += piece;
  return text;
}

describe.each(clients)('the real SDK of $provider', (client) => {
  it('gets the same document whole and streamed', async () => {
    const whole = await client.complete();
    expect(whole).toMatch(/^# Requirements Document\n/);
    expect(whole).toContain('## User Stories');
    expect(await collect(client.stream())).toBe(whole);
    expect(
      (await listCalls(service.url)).calls.map((call) => [
        call.provider,
        call.task,
        call.agent,
        call.outcome,
        call.streamed,
      ]),
    ).toEqual([
      [client.provider, 'requirements', 'analyst', 'completed', true],
      [client.provider, 'requirements', 'analyst', 'completed', false],
    ]);
  });

  it.each([
    [{ kind: 'rate-limit', retry_after_seconds: 3 }, 429],
    [{ kind: 'server-error' }, 500],
    [{ kind: 'server-error', status: 502 }, 502],
    [{ kind: 'overloaded' }, client.provider === 'anthropic' ? 529 : 503],
    [{ kind: 'unauthorized' }, client.provider === 'google' ? 400 : 401],
    [{ kind: 'context-length' }, 400],
  ] as const)('reports %j as the provider would', async (fault, status) => {
    await expect(client.complete({ fault })).rejects.toMatchObject({ status });
    await expect(collect(client.stream({ fault }))).rejects.toMatchObject({ status });
    expect(
      (await listCalls(service.url, `?outcome=failed&provider=${client.provider}`)).calls.map((call) => call.fault),
    ).toEqual([fault.kind, fault.kind]);
  });

  it('notices a connection that is cut, at the start, in mid-stream and in a whole answer', async () => {
    await expect(client.complete({ fault: { kind: 'cut' } })).rejects.toThrow();
    await expect(collect(client.stream({ fault: { kind: 'cut' } }))).rejects.toThrow();
    let received = '';
    const broken = (async () => {
      for await (const piece of client.stream({ fault: { kind: 'cut', after_tokens: 20 } })) received += piece;
    })();
    await expect(broken).rejects.toThrow();
    expect((await client.complete()).startsWith(received)).toBe(true);
  });

  it('notices garbage and JSON of another shape', async () => {
    await expect(client.complete({ fault: { kind: 'garbage' } })).rejects.toThrow();
    await expect(collect(client.stream({ fault: { kind: 'garbage', after_tokens: 5 } }))).rejects.toThrow();
    const wrong = await client.complete({ fault: { kind: 'wrong-json' } }).then(
      (text) => text,
      () => '',
    );
    expect(wrong).toBe('');
  });

  it('reads an answer that drips byte by byte and one that stalls for a while', async () => {
    const whole = await client.complete();
    expect(await client.complete({ fault: { kind: 'slow-drip', bytes_per_chunk: 700, interval_ms: 0 } })).toBe(whole);
    expect(await collect(client.stream({ fault: { kind: 'slow-drip', bytes_per_chunk: 997, interval_ms: 0 } }))).toBe(
      whole,
    );
    expect(
      await collect(client.stream({ latency_ms: 1, fault: { kind: 'stall', after_tokens: 10, duration_ms: 1 } })),
    ).toBe(whole);
    expect(
      await collect(client.stream({ tokens_per_second: 1_000_000, fault: { kind: 'stall', duration_ms: 1 } })),
    ).toBe(whole);
    expect(await client.complete({ tokens_per_second: 1_000_000, fault: { kind: 'stall', duration_ms: 1 } })).toBe(
      whole,
    );
  });

  it('ends the generation when it stops reading', async () => {
    const controller = new AbortController();
    const reading = (async () => {
      for await (const piece of client.stream({ fault: { kind: 'stall', after_tokens: 10 } }, controller.signal))
        if (piece) controller.abort();
    })();
    await reading.catch(() => undefined);
    expect(await callWithOutcome(service.url, 'client-left')).toMatchObject({
      provider: client.provider,
      fault: 'stall',
    });
  });
});

describe('usage', () => {
  it('stands in every protocol, whole and streamed', async () => {
    const whole = await openAi().chat.completions.create({
      model: 'gpt-4o',
      messages: [{ role: 'user', content: PROMPT }],
    });
    expect(whole.system_fingerprint).toBe('botarmy-simulator');
    const expected = { in: whole.usage?.prompt_tokens ?? 0, out: whole.usage?.completion_tokens ?? 0 };
    expect(expected.in).toBeGreaterThan(100);
    expect(expected.out).toBeGreaterThan(200);
    const usages: unknown[] = [];
    for await (const chunk of await openAi().chat.completions.create({
      model: 'gpt-4o',
      stream: true,
      stream_options: { include_usage: true },
      messages: [{ role: 'user', content: PROMPT }],
    })) {
      if (chunk.usage) usages.push(chunk.usage.completion_tokens);
    }
    expect(usages).toEqual([expected.out]);
    const message = await anthropic()
      .messages.stream({ model: 'claude-test', max_tokens: 8000, messages: [{ role: 'user', content: PROMPT }] })
      .finalMessage();
    expect(message).toMatchObject({ stop_reason: 'end_turn', usage: { output_tokens: expected.out } });
    const { response } = await google().generateContentStream(PROMPT);
    expect((await response).usageMetadata).toMatchObject({ candidatesTokenCount: expected.out });
  });

  it('ends at the token limit with the reason each protocol gives', async () => {
    const whole = await openAi().chat.completions.create({
      model: 'gpt-4o',
      max_completion_tokens: 10,
      messages: [{ role: 'user', content: PROMPT }],
    });
    expect(whole).toMatchObject({ choices: [{ finish_reason: 'length' }], usage: { completion_tokens: 10 } });
    const message = await anthropic().messages.create({
      model: 'c',
      max_tokens: 10,
      system: 'Be short.',
      messages: [{ role: 'user', content: PROMPT }],
    });
    expect(message.stop_reason).toBe('max_tokens');
    const stopped = await anthropic().messages.create({
      model: 'c',
      max_tokens: 8000,
      stop_sequences: ['## Risks'],
      messages: [{ role: 'user', content: PROMPT }],
    });
    expect(stopped).toMatchObject({ stop_reason: 'stop_sequence', stop_sequence: '## Risks' });
    const { response } = await google().generateContent({
      contents: [{ role: 'user', parts: [{ text: PROMPT }] }],
      generationConfig: { maxOutputTokens: 10 },
    });
    expect(response.candidates?.[0]?.finishReason).toBe('MAX_TOKENS');
  });

  it('answers in JSON where it is asked to', async () => {
    const schema = {
      type: 'object',
      properties: { title: { type: 'string' } },
      required: ['title'],
      additionalProperties: false,
    };
    const whole = await openAi().chat.completions.create({
      model: 'gpt-4o',
      messages: [{ role: 'user', content: PROMPT }],
      response_format: { type: 'json_schema', json_schema: { name: 'x', schema } },
    });
    expect(JSON.parse(whole.choices[0]?.message.content ?? '')).toEqual({ title: 'Plant Care App' });
    const message = await anthropic().messages.create({
      model: 'c',
      max_tokens: 800,
      output_config: { format: { type: 'json_schema', schema } },
      messages: [{ role: 'user', content: PROMPT }],
    });
    expect(message.content[0]).toMatchObject({ type: 'text', text: '{"title":"Plant Care App"}' });
    const { response } = await google().generateContent({
      contents: [{ role: 'user', parts: [{ text: PROMPT }] }],
      generationConfig: { responseMimeType: 'application/json' },
    });
    expect(JSON.parse(response.text())).toHaveProperty('answer');
  });
});

import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenerativeAI } from '@google/generative-ai';
import OpenAI from 'openai';

import type { RunningService } from '@botarmy/chassis';

import type { Script } from './scripting/script';
import { startSimulator } from './simulator.fixture';

const PARAMETERS = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const TOOL_CALLS: Script = { text: 'I look.', tool_calls: [{ name: 'weather', arguments: '{"city":"Oslo"}' }] };

describe('tools, reasoning and vectors', () => {
  let service: RunningService;
  let openai: OpenAI;

  beforeAll(async () => {
    service = await startSimulator();
    openai = new OpenAI({ apiKey: 'any', baseURL: `${service.url}/v1`, maxRetries: 0, logLevel: 'off' });
  });
  afterAll(() => service.close());

  const scripted = (script: Script) => ({ headers: { 'x-simulator-script': JSON.stringify(script) } });

  it('are answered as whole chat completions', async () => {
    const answer = await openai.chat.completions.create(
      {
        model: 'gpt-4o',
        messages: [{ role: 'user', content: 'Weather in Oslo?' }],
        tools: [{ type: 'function', function: { name: 'weather', parameters: PARAMETERS } }],
        tool_choice: 'required',
      },
      scripted({ usage: { input_tokens: 10, output_tokens: 5, cache_read_tokens: 4 } }),
    );
    expect(answer.choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: { content: null, tool_calls: [{ type: 'function', function: { name: 'weather' } }] },
    });
    expect(answer.usage).toMatchObject({ prompt_tokens: 10, prompt_tokens_details: { cached_tokens: 4 } });
  });

  it('are answered as whole and streamed responses', async () => {
    const body = { model: 'gpt-4o', input: 'Weather in Oslo?', instructions: 'Be short.' };
    const answer = await openai.responses.create(body, scripted({ ...TOOL_CALLS, reasoning: 'Hm' }));
    expect(answer.output.map(({ type }) => type)).toEqual(['reasoning', 'message', 'function_call']);
    expect(answer.output_text).toBe('I look.');
    const events = await openai.responses.create({ ...body, stream: true }, scripted({ text: 'One two three.' }));
    let text = '';
    for await (const event of events) if (event.type === 'response.output_text.delta') text += event.delta;
    expect(text).toBe('One two three.');
  });

  it('are answered as whole messages', async () => {
    const client = new Anthropic({ apiKey: 'any', baseURL: service.url, maxRetries: 0, logLevel: 'off' });
    const answer = await client.messages.create(
      {
        model: 'claude-test',
        max_tokens: 100,
        messages: [{ role: 'user', content: 'Weather in Oslo?' }],
        tools: [{ name: 'weather', input_schema: { ...PARAMETERS, type: 'object' } }],
      },
      scripted({ ...TOOL_CALLS, reasoning: 'Hm' }),
    );
    expect(answer.content.map(({ type }) => type)).toEqual(['thinking', 'text', 'tool_use']);
    expect(answer.stop_reason).toBe('tool_use');
  });

  it('are answered as whole content', async () => {
    const model = new GoogleGenerativeAI('any').getGenerativeModel(
      { model: 'gemini-test', tools: [{ functionDeclarations: [{ name: 'weather' }] }] },
      { baseUrl: service.url, customHeaders: scripted(TOOL_CALLS).headers },
    );
    const { response } = await model.generateContent('Weather in Oslo?');
    expect(response.functionCalls()).toEqual([expect.objectContaining({ name: 'weather', args: { city: 'Oslo' } })]);
  });

  it('are vectors that depend on the text alone', async () => {
    const ask = (input: string[], dimensions?: number) =>
      openai.embeddings.create({ model: 'text-embedding-3-small', input, ...(dimensions && { dimensions }) });
    const { data, usage } = await ask(['a', 'b', 'a']);
    expect(data[0]?.embedding).toEqual(data[2]?.embedding);
    expect(data[0]?.embedding).not.toEqual(data[1]?.embedding);
    expect(Math.hypot(...(data[0]?.embedding ?? []))).toBeCloseTo(1, 5);
    expect(usage.prompt_tokens).toBeGreaterThan(0);
    expect((await ask(['a'], 8)).data[0]?.embedding).toHaveLength(8);
    await expect(ask([])).rejects.toMatchObject({ status: 400 });
  });
});

import OpenAI from 'openai';

import { waitFor } from '@botarmy/testing';

import { createDoorRig } from './openai-door.fixture';
import type { DoorRig } from './openai-door.fixture';

const PLAIN = { model: 'default', input: 'What does a plant care app need?', max_output_tokens: 500 } as const;
const WEATHER: OpenAI.Responses.FunctionTool = {
  type: 'function',
  name: 'weather',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  strict: false,
};
const SCHEMA = {
  type: 'object',
  properties: { title: { type: 'string' } },
  required: ['title'],
  additionalProperties: false,
};

describe('the official openai client at the door of responses and embeddings', () => {
  let rig: DoorRig;
  let client: OpenAI;
  let keyId: string;
  beforeAll(async () => {
    rig = await createDoorRig();
    const { secret, key } = await rig.createKey();
    client = rig.client(secret);
    keyId = key.key_id;
  });
  afterAll(() => rig.stop());
  beforeEach(() => rig.script());

  it('gets a response, with its cost', async () => {
    await rig.script({ text: 'Light and water.', usage: { input_tokens: 200, output_tokens: 100 } });
    const { data, response } = await client.responses
      .create({ ...PLAIN, instructions: 'Be short.', store: false })
      .withResponse();
    expect(data).toMatchObject({
      object: 'response',
      status: 'completed',
      output_text: 'Light and water.',
      instructions: 'Be short.',
      usage: { input_tokens: 200, output_tokens: 100, total_tokens: 300 },
    });
    expect(response.headers.get('x-botarmy-cost-micros')).toBe('700');
    expect(await rig.settledCall(keyId)).toMatchObject({ status: 'completed', cost_micros: '700' });
  });

  it('gets a stream of events that make up the response', async () => {
    const text = 'Light, water and reminders. '.repeat(20).trim();
    await rig.script({ text, tokens_per_second: 400 });
    const stream = client.responses.stream({ ...PLAIN });
    const types: string[] = [];
    for await (const { type } of stream) types.push(type);
    const final = await stream.finalResponse();
    expect(final.output_text).toBe(text);
    expect(final.status).toBe('completed');
    expect(types.slice(0, 4)).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
    ]);
    expect(types.filter((type) => type === 'response.output_text.delta').length).toBeGreaterThan(1);
    expect(types.at(-1)).toBe('response.completed');
  });

  it('gets parallel calls of tools, streamed or not, and goes on with their results', async () => {
    const tool_calls = [
      { name: 'weather', arguments: '{"city":"Oslo"}' },
      { name: 'weather', arguments: '{"city":"Rome"}' },
    ];
    await rig.script({ text: '', tool_calls });
    const asked = { ...PLAIN, tools: [WEATHER] };
    const plain = await client.responses.create(asked);
    const streamed = await client.responses.stream(asked).finalResponse();
    for (const { output } of [plain, streamed]) {
      expect(output).toMatchObject(tool_calls.map((call) => ({ type: 'function_call', ...call })));
    }
    await rig.script({ text: 'Rain in Oslo.' });
    const results = plain.output.flatMap((item) =>
      item.type === 'function_call'
        ? [{ type: 'function_call_output' as const, call_id: item.call_id, output: 'Rain.' }]
        : [],
    );
    const input = [{ role: 'user' as const, content: PLAIN.input }, ...plain.output, ...results];
    const next = await client.responses.create({ ...asked, input: input as OpenAI.Responses.ResponseInput });
    expect(next.output_text).toBe('Rain in Oslo.');
  });

  it('gets an instance of a schema', async () => {
    const format = { type: 'json_schema', name: 'answer', schema: SCHEMA, strict: true } as const;
    const parsed = await client.responses.parse({ ...PLAIN, text: { format } });
    expect(typeof (parsed.output_parsed as unknown as { title: unknown }).title).toBe('string');
  });

  it('hears that an answer broke off, typed', async () => {
    await rig.script({ fault: { kind: 'cut', after_tokens: 12 }, tokens_per_second: 200 });
    const stream = await client.responses.create({ ...PLAIN, stream: true });
    const read = async (): Promise<void> => {
      for await (const event of stream) expect(event.type).toMatch(/^response\./);
    };
    await expect(read()).rejects.toMatchObject({ code: 'provider_stream_failed' });
  });

  it('leaves, and its call ends at the provider', async () => {
    await rig.script({ text: 'On and on. '.repeat(2_000), tokens_per_second: 200 });
    const stream = await client.responses.create({ ...PLAIN, max_output_tokens: 20_000, stream: true });
    for await (const event of stream) if (event.type === 'response.output_text.delta') break;
    await waitFor(async () => (await rig.simulated())[0]?.outcome === 'client-left', {
      describe: 'the closed connection at the simulator',
    });
    expect(await rig.settledCall(keyId)).toMatchObject({ status: 'failed', error_code: 'cancelled' });
  });

  it.each([
    ['an unknown model', { model: 'nonsense' }, { status: 404, code: 'model_not_found' }],
    ['no input', { input: [] }, { status: 400, code: 'invalid_value', param: 'input' }],
    ['silence', { input: '' }, { status: 400, code: 'invalid_prompt', param: 'input' }],
    ['an earlier response', { previous_response_id: 'resp_1' }, { status: 400, param: 'previous_response_id' }],
    ['a hosted tool', { tools: [{ type: 'web_search' }] }, { status: 400, param: 'tools[0].type' }],
    ['a negative limit', { max_output_tokens: -1 }, { status: 400, param: 'max_output_tokens' }],
    [
      'a result nobody asked for',
      { input: [{ type: 'function_call_output', call_id: 'x', output: 'y' }] },
      { status: 400 },
    ],
  ])('is refused with %s', async (_name, changes, expected) => {
    const asked = client.responses.create({ ...PLAIN, ...changes } as typeof PLAIN);
    await expect(asked).rejects.toMatchObject({ type: 'invalid_request_error', ...expected });
    expect(await rig.simulated()).toEqual([]);
  });

  it('gets vectors: one for each text, encoded or not, however long the list', async () => {
    const model = 'embeddings';
    const input = Array.from({ length: 70 }, (_, index) => `Text number ${index}`);
    const [many, plain, encoded] = await Promise.all([
      client.embeddings.create({ model, input, dimensions: 8 }),
      client.embeddings.create({ model, input: 'Text number 69', dimensions: 8, encoding_format: 'float' }),
      client.embeddings.create({ model, input: 'Text number 69', dimensions: 8 }),
    ]);
    expect(many.data.map(({ index }) => index)).toEqual(input.map((_, index) => index));
    expect(many.data.every(({ embedding }) => embedding.length === 8)).toBe(true);
    expect(plain.data[0]?.embedding).toEqual(encoded.data[0]?.embedding);
    expect(many.data[69]?.embedding).toEqual(plain.data[0]?.embedding);
    expect(many.usage.prompt_tokens).toBeGreaterThan(plain.usage.prompt_tokens);
    const wrong = client.embeddings.create({ model, input: [] });
    await expect(wrong).rejects.toMatchObject({ status: 400, param: 'input' });
    const chat = client.embeddings.create({ model: 'default', input: 'x' });
    await expect(chat).rejects.toMatchObject({ status: 400, type: 'invalid_request_error' });
  });
});

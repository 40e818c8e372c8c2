import OpenAI from 'openai';

import { createId, revokeVirtualKey } from '@botarmy/contracts';
import { waitFor } from '@botarmy/testing';

import { ADMIN, createDoorRig } from './openai-door.fixture';
import type { DoorRig } from './openai-door.fixture';

const MESSAGES: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'What does a plant care app need?' }];
const PLAIN = { model: 'default', messages: MESSAGES, max_tokens: 200 } as const;
const WEATHER: OpenAI.ChatCompletionTool = {
  type: 'function',
  function: {
    name: 'weather',
    description: 'The weather of a city.',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
};
const SCHEMA = {
  type: 'object',
  properties: { title: { type: 'string' }, count: { type: 'integer' } },
  required: ['title', 'count'],
  additionalProperties: false,
};

describe('the official openai client at the door', () => {
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

  const failure = async (promise: Promise<unknown>): Promise<InstanceType<typeof OpenAI.APIError>> => {
    const error: unknown = await promise.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(OpenAI.APIError);
    return error as InstanceType<typeof OpenAI.APIError>;
  };

  describe('asks', () => {
    it('plainly, and learns what it cost and who answered', async () => {
      await rig.script({ text: 'Light, water, reminders.', usage: { input_tokens: 200, output_tokens: 100 } });
      const { data, response } = await client.chat.completions.create({ ...PLAIN }).withResponse();
      expect(data).toMatchObject({
        object: 'chat.completion',
        model: 'gpt-6.1-terra',
        choices: [
          { index: 0, message: { role: 'assistant', content: 'Light, water, reminders.' }, finish_reason: 'stop' },
        ],
        usage: { prompt_tokens: 200, completion_tokens: 100, total_tokens: 300 },
      });
      const call = await rig.settledCall(keyId);
      expect(data.id).toBe(`chatcmpl-${String(call['call_id'])}`);
      expect(call).toMatchObject({ status: 'completed', cost_micros: '700', virtual_key_id: keyId });
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'x-botarmy-call-id': call['call_id'],
        'x-botarmy-provider': 'openai',
        'x-botarmy-model': 'gpt-6.1-terra',
        'x-botarmy-cost-micros': '700',
        'x-botarmy-replayed': 'false',
        'x-botarmy-overhead-ms': expect.stringMatching(/^\d+(\.\d)?$/) as string,
      });
    });

    it('for a stream, with the tokens at the end', async () => {
      const text = 'Light, water and reminders. '.repeat(20).trim();
      await rig.script({ text, tokens_per_second: 400, usage: { input_tokens: 20, output_tokens: 30 } });
      const stream = await client.chat.completions.create({
        ...PLAIN,
        stream: true,
        stream_options: { include_usage: true },
      });
      const chunks: OpenAI.ChatCompletionChunk[] = [];
      for await (const chunk of stream) chunks.push(chunk);
      const pieces = chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta.content ?? ''));
      expect(pieces.join('')).toBe(text);
      expect(pieces.filter((piece) => piece !== '').length).toBeGreaterThan(1);
      expect(chunks[0]?.choices[0]?.delta.role).toBe('assistant');
      expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop');
      expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 20, completion_tokens: 30 } });
      expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
    });

    it('with tools, gets parallel calls, and goes on with their results', async () => {
      const tool_calls = [
        { name: 'weather', arguments: '{"city":"Oslo"}' },
        { name: 'weather', arguments: '{"city":"Rome"}' },
      ];
      await rig.script({ text: '', tool_calls });
      const asked = { ...PLAIN, tools: [WEATHER], parallel_tool_calls: true };
      const { choices } = await client.chat.completions.create(asked);
      const message = choices[0]?.message;
      expect(choices[0]?.finish_reason).toBe('tool_calls');
      const calls = message?.tool_calls ?? [];
      expect(calls).toMatchObject([
        { type: 'function', function: { name: 'weather', arguments: '{"city":"Oslo"}' } },
        { type: 'function', function: { name: 'weather', arguments: '{"city":"Rome"}' } },
      ]);
      await rig.script({ text: 'Rain in Oslo, sun in Rome.' });
      const results = calls.map(({ id }) => ({ role: 'tool' as const, tool_call_id: id, content: 'Rain.' }));
      const next = await client.chat.completions.create({
        ...asked,
        messages: [...MESSAGES, message as OpenAI.ChatCompletionMessageParam, ...results],
      });
      expect(next.choices[0]?.message.content).toBe('Rain in Oslo, sun in Rome.');
    });

    it('for a stream with tools, and puts the calls together', async () => {
      await rig.script({ text: 'Let me see.', tool_calls: [{ name: 'weather', arguments: '{"city":"Oslo"}' }] });
      const runner = client.chat.completions.stream({ ...PLAIN, tools: [WEATHER] });
      const final = await runner.finalChatCompletion();
      expect(final.choices[0]?.message).toMatchObject({
        content: 'Let me see.',
        tool_calls: [{ function: { name: 'weather', arguments: '{"city":"Oslo"}' } }],
      });
    });

    it('for an instance of a schema', async () => {
      const completion = await client.chat.completions.parse({
        ...PLAIN,
        response_format: { type: 'json_schema', json_schema: { name: 'list', schema: SCHEMA, strict: true } },
      });
      const parsed = completion.choices[0]?.message.parsed as unknown as { title: unknown; count: unknown };
      expect(typeof parsed.title).toBe('string');
      expect(Number.isInteger(parsed.count)).toBe(true);
    });

    it('again under the same Idempotency-Key, and pays once', async () => {
      await rig.script({ text: 'Once.' });
      const options = { headers: { 'Idempotency-Key': createId('req') } };
      const first = await client.chat.completions.create({ ...PLAIN }, options);
      const { data, response } = await client.chat.completions.create({ ...PLAIN }, options).withResponse();
      expect(data.id).toBe(first.id);
      expect(data.choices).toEqual(first.choices);
      expect(response.headers.get('x-botarmy-replayed')).toBe('true');
      expect(await rig.simulated()).toHaveLength(1);
    });

    it('for what it may ask: routes and models, one by one too', async () => {
      const ids: string[] = [];
      for await (const model of client.models.list()) ids.push(model.id);
      expect(ids).toEqual(expect.arrayContaining(['default', 'openai/gpt-6.1-terra']));
      expect(await client.models.retrieve('openai/gpt-6.1-terra')).toMatchObject({ owned_by: 'openai' });
      const { model } = await client.chat.completions.create({ ...PLAIN, model: 'gpt-6.1-terra' });
      expect(model).toBe('gpt-6.1-terra');
      expect(await failure(client.models.retrieve('nonsense'))).toMatchObject({ status: 404, code: 'model_not_found' });
    });
  });

  describe('leaves', () => {
    it.each([true, false])('and its call ends at the provider, paid as far as it went (stream: %s)', async (stream) => {
      const { secret, key } = await rig.createKey();
      await rig.script({ text: 'On and on. '.repeat(2_000), tokens_per_second: 200 });
      const long = { ...PLAIN, max_tokens: 20_000 };
      const leaving = new AbortController();
      const own = rig.client(secret);
      if (stream) {
        const chunks = await own.chat.completions.create({ ...long, stream }, { signal: leaving.signal });
        for await (const { choices } of chunks) if (choices[0]?.delta.content) break;
      } else {
        const asked = own.chat.completions.create({ ...long, stream }, { signal: leaving.signal });
        await waitFor(async () => (await rig.simulated()).length > 0, { describe: 'the request at the simulator' });
        leaving.abort();
        await expect(asked).rejects.toBeInstanceOf(OpenAI.APIUserAbortError);
      }
      await waitFor(async () => (await rig.simulated())[0]?.outcome === 'client-left', {
        describe: 'the closed connection at the simulator',
      });
      const call = await rig.settledCall(key.key_id);
      expect(call).toMatchObject({
        status: 'failed',
        error_code: 'cancelled',
        is_holding: false,
        reserved_micros: '0',
      });
      const sql = 'SELECT outcome, cost_micros FROM llm_router.ledger_entry WHERE call_id = $1';
      const entries = await rig.database.query<{ cost_micros: string }>(sql, [call['call_id']]);
      expect(entries).toHaveLength(1);
      expect(Number(entries[0]?.cost_micros)).toBeGreaterThan(0);
    });
  });

  describe('is refused', () => {
    const cases: [string, Record<string, unknown>, object][] = [
      ['an unknown model', { model: 'gpt-nonsense' }, { status: 404, code: 'model_not_found', param: 'model' }],
      ['no messages', { messages: [] }, { status: 400, code: 'invalid_value', param: 'messages' }],
      [
        'missing messages',
        { messages: undefined },
        { status: 400, code: 'missing_required_parameter', param: 'messages' },
      ],
      [
        'silence',
        { messages: [{ role: 'user', content: '' }] },
        { status: 400, code: 'invalid_prompt', param: 'messages' },
      ],
      ['an unknown role', { messages: [{ role: 'robot', content: 'x' }] }, { status: 400, param: 'messages[0].role' }],
      ['a negative limit', { max_tokens: -5 }, { status: 400, code: 'invalid_value', param: 'max_tokens' }],
      ['a limit that is a word', { max_tokens: 'many' }, { status: 400, code: 'invalid_type', param: 'max_tokens' }],
      ['heat', { temperature: 3 }, { status: 400, code: 'invalid_value', param: 'temperature' }],
      [
        'a tool without a name',
        { tools: [{ type: 'function', function: { parameters: {} } }] },
        { status: 400, code: 'missing_required_parameter', param: 'tools[0].function.name' },
      ],
      [
        'a tool with an invalid schema',
        {
          tools: [
            {
              type: 'function',
              function: { name: 'f', parameters: { type: 'object', properties: { a: { type: 'no' } } } },
            },
          ],
        },
        { status: 400, code: 'invalid_prompt', param: 'tools[0].function.parameters' },
      ],
      [
        'an invalid schema of the answer',
        {
          response_format: {
            type: 'json_schema',
            json_schema: { name: 'x', schema: { type: 'object', required: 'a' } },
          },
        },
        { status: 400, code: 'invalid_prompt', param: 'response_format.json_schema.schema' },
      ],
      ['several answers', { n: 2 }, { status: 400, code: 'unsupported_parameter', param: 'n' }],
      ['an unknown option', { colour: 'red' }, { status: 400, code: 'unknown_parameter', param: 'colour' }],
    ];

    it.each(cases)('with %s', async (_name, changes, expected) => {
      const error = await failure(client.chat.completions.create({ ...PLAIN, ...changes } as typeof PLAIN));
      expect(error).toMatchObject({ type: 'invalid_request_error', ...expected });
      expect(error.message.length).toBeGreaterThan(20);
      expect(await rig.simulated()).toEqual([]);
    });

    it('with a prompt that fits no body, and one that fits no model', async () => {
      const huge = [{ role: 'user' as const, content: 'x'.repeat(1_100_000) }];
      const error = await failure(client.chat.completions.create({ ...PLAIN, messages: huge }));
      expect(error).toMatchObject({ status: 413, code: 'request_too_large' });
      await rig.script({ fault: { kind: 'context-length' } });
      const long = await failure(client.chat.completions.create({ ...PLAIN }));
      expect(long).toMatchObject({ status: 400, code: 'context_length_exceeded', param: 'messages' });
      expect(long).toBeInstanceOf(OpenAI.BadRequestError);
    });

    it('with a body that is no JSON, or no body', async () => {
      const headers = { authorization: `Bearer ${client.apiKey}`, 'content-type': 'application/json' };
      for (const body of ['{"model":', '[]', '"text"', '']) {
        const answer = await fetch(`${rig.gateway.url}/v1/chat/completions`, { method: 'POST', headers, body });
        expect(answer.status).toBe(400);
        expect(await answer.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
      }
      const lost = await fetch(`${rig.gateway.url}/v1/nothing`, { method: 'POST', headers, body: '{}' });
      expect(lost.status).toBe(404);
      expect(await lost.json()).toMatchObject({ error: { code: 'not_found' } });
    });

    it('without a key, with a foreign, an expired or a revoked one', async () => {
      const { secret, key } = await rig.createKey();
      const own = rig.client(secret);
      await own.models.list();
      await rig.asker.ask(revokeVirtualKey, { key_id: key.key_id }, ADMIN);
      const expired = await rig.createKey();
      const sql = `UPDATE llm_router.virtual_key SET expires_at = now() WHERE key_id = $1`;
      await rig.database.query(sql, [expired.key.key_id]);
      await waitFor(
        async () =>
          await own.models.list().then(
            () => false,
            () => true,
          ),
        { describe: 'the news' },
      );
      for (const wrong of ['sk-foreign', `sk-ba-${'x'.repeat(43)}`, secret, expired.secret]) {
        const error = await failure(rig.client(wrong).chat.completions.create({ ...PLAIN }));
        expect(error).toBeInstanceOf(OpenAI.AuthenticationError);
        expect(error).toMatchObject({ code: 'invalid_api_key', type: 'invalid_request_error' });
      }
    });

    it('what its key may not ask for', async () => {
      const narrow = rig.client((await rig.createKey({ models: ['anthropic/*', 'cheap'] })).secret);
      const error = await failure(narrow.chat.completions.create({ ...PLAIN }));
      expect(error).toMatchObject({ status: 404, code: 'model_not_found' });
      expect((await narrow.models.list()).data).toEqual([]);
      const exact = rig.client((await rig.createKey({ models: ['openai/*'] })).secret);
      await expect(exact.chat.completions.create({ ...PLAIN, model: 'gpt-6.1-terra' })).resolves.toBeDefined();
    });

    it('over its budget, for good', async () => {
      const { secret } = await rig.createKey({ limits: { budget_micros: 100 } });
      const error = await failure(rig.client(secret).chat.completions.create({ ...PLAIN }));
      expect(error).toBeInstanceOf(OpenAI.RateLimitError);
      expect(error).toMatchObject({ status: 429, code: 'insufficient_quota', type: 'insufficient_quota' });
      expect(error.headers?.get('x-should-retry')).toBe('false');
      expect(await rig.simulated()).toEqual([]);
    });

    it('beyond its rate, with the time to come back and what is left', async () => {
      const { secret } = await rig.createKey({ limits: { requests_per_minute: 2 } });
      const limited = rig.client(secret);
      const { response } = await limited.chat.completions.create({ ...PLAIN }).withResponse();
      expect(response.headers.get('x-ratelimit-limit-requests')).toBe('2');
      expect(response.headers.get('x-ratelimit-remaining-requests')).toBe('1');
      await limited.chat.completions.create({ ...PLAIN });
      const error = await failure(limited.chat.completions.create({ ...PLAIN }));
      expect(error).toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
      expect(Number(error.headers?.get('retry-after'))).toBeGreaterThan(0);
      expect(error.headers?.get('x-ratelimit-remaining-requests')).toBe('0');
    });
  });

  describe('hears', () => {
    it('of a failing provider, before the first byte', async () => {
      await rig.script({ fault: { kind: 'server-error', status: 500 } });
      const error = await failure(client.chat.completions.create({ ...PLAIN, stream: true }));
      expect(error).toBeInstanceOf(OpenAI.InternalServerError);
      expect(error).toMatchObject({ status: 503, type: 'server_error' });
    });

    it('of an answer that breaks off, typed, with the part so far paid', async () => {
      const { secret, key } = await rig.createKey();
      await rig.script({ fault: { kind: 'cut', after_tokens: 12 }, tokens_per_second: 200 });
      const stream = await rig.client(secret).chat.completions.create({ ...PLAIN, stream: true });
      let text = '';
      const read = async (): Promise<void> => {
        for await (const { choices } of stream) text += choices[0]?.delta.content ?? '';
      };
      expect(await failure(read())).toMatchObject({ code: 'provider_stream_failed', type: 'server_error' });
      expect(text).not.toBe('');
      const call = await rig.settledCall(key.key_id);
      expect(call).toMatchObject({ status: 'failed' });
      expect(Number(call['cost_micros'])).toBeGreaterThan(0);
    });
  });
});

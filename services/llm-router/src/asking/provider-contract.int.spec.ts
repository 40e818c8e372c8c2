import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

import { createLogger, loadConfig, MetricsRegistry } from '@botarmy/chassis';
import type { Environment } from '@botarmy/chassis';
import { FaultProxy } from '@botarmy/testing';

import { RouterConfig } from '../config';
import type { ModelFacts } from '../models/model';
import type { Prompt } from '../prompt/prompt';
import { promptWith } from '../prompt/prompt.fixture';
import { compatibleProviders } from '../providers/compatible';
import type { ProviderDefinition } from '../providers/provider-definition';
import { ProviderFailure } from '../providers/provider-failure';
import { textTurn } from '../providers/provider-request.fixture';
import { PROVIDERS } from '../providers/registry';
import { startRelay, withoutLastEvents } from '../relay.fixture';
import type { Relay } from '../relay.fixture';
import { startSimulator } from '../simulator.fixture';
import type { Simulator } from '../simulator.fixture';
import type { AskResult } from './ask-provider';
import { createAsker } from './ask-provider.fixture';

const FACTS: ModelFacts = {
  model: 'model-of-the-contract',
  price: { input: 1_000_000, output: 10_000_000 },
  maxOutputTokens: 100_000,
  reasoningTokens: 0,
  acceptsTemperature: true,
  options: {},
  capabilities: new Set(),
};
const PROMPT = promptWith({
  messages: [
    textTurn('system', 'You are an analyst.'),
    textTurn('user', '<task id="requirements" title="Requirements" agent="analyst" max_words="300"></task>'),
  ],
  maxOutputTokens: 4_000,
  temperature: 1.5,
  idempotencyKey: 'wf_a/requirements/1/1',
});
const WEATHER = {
  name: 'weather',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  isStrict: true,
};
const TEXT = 'Ten short words that the simulator sends one by one. '.repeat(20);

interface Asked {
  readonly result: AskResult;
  readonly pieces: string[];
}

/** Every interface of every provider, and one that is there by configuration alone. */
const COMPATIBLE = compatibleProviders(
  loadConfig(RouterConfig, {
    COMPATIBLE_PROVIDERS: JSON.stringify([{ id: 'local', base_url: 'http://127.0.0.1:9/v1', legacy_max_tokens: true }]),
  }),
  PROVIDERS,
);
const WAYS: readonly (readonly [string, string | undefined, ProviderDefinition])[] = [
  ...PROVIDERS,
  ...COMPATIBLE,
].flatMap((definition) =>
  [undefined, ...(definition.interfaces ?? [])].map((name) => [definition.id, name, definition] as const),
);

let simulator: Simulator;
let relay: Relay;

// One for all providers: starting it takes longer than most of them.
beforeAll(async () => {
  simulator = await startSimulator();
  relay = await startRelay(simulator.url);
});
afterAll(async () => {
  await relay.close();
  await simulator.stop();
});

/** What holds for every provider; another one in the registry is tested by no more than being there. */
describe.each(WAYS)('the provider %s (%s)', (_id, interfaceName, definition) => {
  /** What the simulator calls the protocol. */
  const protocol = PROVIDERS.includes(definition) ? definition.id : 'openai';

  const log: string[] = [];

  beforeEach(async () => {
    await simulator.clear();
    log.length = 0;
  });

  async function ask(
    options: {
      readonly baseUrl?: string;
      readonly environment?: Environment;
      readonly signal?: AbortSignal;
      readonly prompt?: Partial<Prompt>;
      readonly onText?: () => void;
    } = {},
  ): Promise<Asked> {
    const config = loadConfig(RouterConfig, { SIMULATOR_URL: simulator.url, ...options.environment });
    const logger = createLogger({ level: 'trace', destination: { write: (line) => log.push(line) } });
    const asker = createAsker(config, new MetricsRegistry(), logger);
    const { simulatorPath, compatibility = {} } = definition.settings(config);
    const baseUrl = `${options.baseUrl ?? simulator.url}${simulatorPath}`;
    const simulated = options.baseUrl === undefined;
    const provider = definition.connect({ baseUrl, apiKey: 'canary-key', simulated, compatibility });
    const facts = interfaceName === undefined ? FACTS : { ...FACTS, interface: interfaceName };
    const pieces: string[] = [];
    const signal = options.signal ?? new AbortController().signal;
    const result = await asker.ask({ provider, facts }, { ...PROMPT, ...options.prompt }, signal, (text) => {
      pieces.push(text);
      options.onText?.();
    });
    return { result, pieces };
  }

  function answerOf({ result }: Asked) {
    if ('failure' in result) throw result.failure;
    return result.answer;
  }

  function failureOf({ result }: Asked): ProviderFailure {
    if ('answer' in result) throw new Error('an answer came where a failure was expected');
    return result.failure;
  }

  const script = (script: Record<string, unknown>): Promise<void> => simulator.script({ match: {}, script });

  it('answers in pieces, with what it used', async () => {
    await script({ usage: { input_tokens: 321, output_tokens: 123 } });
    const asked = await ask();
    const answer = answerOf(asked);
    expect(asked.pieces.join('')).toBe(answer.text);
    expect(answer).toMatchObject({ finishReason: 'stop', usage: { inputTokens: 321, outputTokens: 123 } });
    expect(answer.exchange).toMatchObject({
      provider: definition.id,
      model: FACTS.model,
      simulated: true,
      outcome: 'completed',
      cost_micros: 0,
    });
    await expect(simulator.calls()).resolves.toEqual([
      expect.objectContaining({ provider: protocol, idempotency_key: PROMPT.idempotencyKey }),
    ]);
  });

  it('ends at the token limit and says so', async () => {
    const answer = answerOf(await ask({ prompt: { maxOutputTokens: 10 } }));
    expect(answer).toMatchObject({ finishReason: 'length', usage: { outputTokens: 10 } });
  });

  it('costs what it used, unless the far end says that it is simulated', async () => {
    await script({ usage: { input_tokens: 1_000, output_tokens: 100 } });
    const paid = answerOf(await ask({ baseUrl: relay.url }));
    expect(paid.exchange).toMatchObject({ simulated: false, cost_micros: 2_000 });
    const proxy = await FaultProxy.start(simulator.url);
    const marked = answerOf(await ask({ baseUrl: proxy.through(simulator.url).replace(/\/$/, '') }));
    expect(marked.exchange).toMatchObject({ simulated: true, cost_micros: 0 });
    await proxy.close();
  });

  it('says what it used by class, its own words beside', async () => {
    await script({
      reasoning: 'Hm',
      usage: {
        input_tokens: 100,
        output_tokens: 50,
        cache_read_tokens: 30,
        reasoning_tokens: 20,
        ...(protocol === 'google' ? {} : { cache_write_tokens: 10 }),
      },
    });
    const { usage, exchange } = answerOf(await ask());
    const classes = { cacheReadTokens: 30, cacheWriteTokens: protocol === 'google' ? 0 : 10, reasoningTokens: 20 };
    expect(usage).toEqual({ inputTokens: 100, outputTokens: 50, ...classes });
    expect(exchange).toMatchObject({ cache_read_tokens: 30, reasoning_tokens: 20 });
    expect(JSON.stringify(exchange.raw_usage)).toContain('30');
  });

  it('calls the tools it was offered, several at once', async () => {
    const tool_calls = ['Oslo', 'Rome'].map((city) => ({ name: 'weather', arguments: JSON.stringify({ city }) }));
    await script({ text: 'I look.', tool_calls });
    const answer = answerOf(await ask({ prompt: { tools: [WEATHER] } }));
    expect(answer).toMatchObject({ text: 'I look.', finishReason: 'tool_calls', toolCalls: [{}, {}] });
    expect(answer.toolCalls.map((call) => [call.name, JSON.parse(call.arguments)])).toEqual([
      ['weather', { city: 'Oslo' }],
      ['weather', { city: 'Rome' }],
    ]);
    expect(new Set(answer.toolCalls.map(({ callId }) => callId)).size).toBe(2);
    const [oslo] = answer.toolCalls;
    await simulator.clear();
    const results = {
      role: 'tool' as const,
      parts: [{ type: 'tool_result' as const, callId: oslo?.callId ?? '', text: '8 degrees' }],
    };
    const messages = [
      ...PROMPT.messages,
      { role: 'assistant' as const, parts: oslo === undefined ? [] : [oslo] },
      results,
    ];
    expect(answerOf(await ask({ prompt: { messages, tools: [WEATHER] } })).finishReason).toBe('stop');
  });

  it('is made to call a tool, with arguments of its schema', async () => {
    const toolChoice = { mode: 'tool', name: 'weather' } as const;
    const { toolCalls, text } = answerOf(await ask({ prompt: { tools: [WEATHER], toolChoice } }));
    expect(text).toBe('');
    expect(toolCalls.map((call) => [call.name, JSON.parse(call.arguments)])).toEqual([
      ['weather', { city: expect.any(String) }],
    ]);
  });

  it.each([
    ['unknown-tool', [{ name: 'launch', arguments: '{}' }]],
    ['answer-not-as-asked', [{ name: 'weather', arguments: '{"city":7}' }]],
    ['answer-not-as-asked', [{ name: 'weather', arguments: 'no JSON' }]],
  ])('row 15: takes %s for no answer, and it is paid', async (code, tool_calls) => {
    await script({ tool_calls, usage: { input_tokens: 1_000, output_tokens: 100 } });
    const asked = await ask({ baseUrl: relay.url, prompt: { tools: [WEATHER] } });
    expect(failureOf(asked)).toMatchObject({ code, isRetryable: true });
    expect(asked.result.exchange).toMatchObject({ outcome: 'failed', input_tokens: 1_000, cost_micros: 2_000 });
  });

  it('keeps its answer to a schema, and what does not is no answer', async () => {
    const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
    const output = { kind: 'schema', name: 'place', schema, isStrict: true } as const;
    expect(JSON.parse(answerOf(await ask({ prompt: { output } })).text)).toEqual({ city: expect.any(String) });
    await script({ text: '{"town":"Oslo"}' });
    expect(failureOf(await ask({ prompt: { output } }))).toMatchObject({ code: 'answer-not-as-asked' });
  });

  it('shows its reasoning apart from the text', async () => {
    await script({ reasoning: 'Let me think.', text: 'Done.' });
    const { reasoning, text } = answerOf(await ask());
    expect([reasoning.map((part) => part.text), text]).toEqual([['Let me think.'], 'Done.']);
  });

  it('is taken to have used about a token per four characters when it does not say', async () => {
    await script({ text: TEXT });
    relay.transform = (body) => body.replaceAll(/"(usage|usageMetadata)":/g, '"elsewhere":');
    const { exchange, usage } = answerOf(await ask({ baseUrl: relay.url }));
    relay.transform = (body) => body;
    expect(usage.outputTokens).toBe(Math.ceil(TEXT.length / 4));
    expect(exchange).toMatchObject({ usage_estimated: true, output_tokens: usage.outputTokens });
    expect(exchange.cost_micros).toBe(usage.inputTokens + 10 * usage.outputTokens);
  });

  it.each([
    [
      { kind: 'rate-limit', retry_after_seconds: 3 },
      { code: 'rate-limited', status: 429, retryAfterMs: 3_000 },
    ],
    [{ kind: 'server-error' }, { code: 'server-error', status: 500 }],
    [{ kind: 'server-error', after_tokens: 20 }, { code: 'server-error' }],
    [
      { kind: 'overloaded', retry_after_seconds: 2 },
      { code: 'server-error', retryAfterMs: 2_000 },
    ],
    [{ kind: 'cut' }, { code: 'connection-lost' }],
    [{ kind: 'cut', after_tokens: 20 }, { code: 'connection-lost' }],
    [{ kind: 'garbage', after_tokens: 5 }, { code: 'malformed-answer' }],
  ])('row 13, row 15: leaves %j to be tried elsewhere', async (fault, expected) => {
    await script({ fault });
    const asked = await ask();
    expect(failureOf(asked)).toMatchObject({ ...expected, isRetryable: true });
    expect(asked.result.exchange).toMatchObject({ outcome: 'failed', error_code: expected.code });
    expect(asked.pieces.length > 0).toBe('after_tokens' in fault && fault.after_tokens > 0);
  });

  it('bills what was heard of an answer that broke off', async () => {
    await script({ text: TEXT, fault: { kind: 'cut', after_tokens: 40 } });
    const proxy = await FaultProxy.start(simulator.url);
    const { result, pieces } = await ask({ baseUrl: proxy.through(simulator.url).replace(/\/$/, '') });
    await proxy.close();
    const { output_tokens = 0, input_tokens = 0, usage_estimated } = result.exchange;
    expect([output_tokens, usage_estimated]).toEqual([Math.ceil(pieces.join('').length / 4), true]);
    expect(input_tokens).toBeGreaterThan(0);
  });

  it.each([
    [{ kind: 'wrong-type' }, ['incomplete-answer', 'malformed-answer']],
    [{ kind: 'truncate', after_tokens: 20 }, ['incomplete-answer']],
    [{ kind: 'huge' }, ['answer-too-large']],
  ])('row 15: takes %j for no answer', async (fault, codes) => {
    await script({ text: TEXT, fault });
    expect(codes).toContain(failureOf(await ask()).code);
  });

  it('row 15: takes JSON of another shape for no answer', async () => {
    await script({ fault: { kind: 'wrong-json' } });
    const failure = failureOf(await ask());
    expect(['incomplete-answer', 'malformed-answer']).toContain(failure.code);
  });

  it.each([
    [{ kind: 'unauthorized' }, 'unauthorized'],
    [{ kind: 'context-length' }, 'context-length-exceeded'],
  ])('takes %j as final', async (fault, code) => {
    await script({ fault });
    expect(failureOf(await ask())).toMatchObject({ code, isRetryable: false });
  });

  it('row 15: takes a stream that just stops for no answer', async () => {
    await script({ text: TEXT, tokens_per_second: 1_000 });
    // OpenAI needs three events gone: the finish reason comes before the usage and the sentinel.
    relay.transform = withoutLastEvents(3);
    const asked = await ask({ baseUrl: relay.url });
    relay.transform = (body) => body;
    expect(failureOf(asked)).toMatchObject({ code: 'incomplete-answer', isRetryable: true });
    expect(asked.pieces.length).toBeGreaterThan(0);
  });

  it.each([
    ['first-byte-timeout', { kind: 'stall' }, '300'],
    ['idle-timeout', { kind: 'stall', after_tokens: 10 }, '20000'],
    ['idle-timeout', { kind: 'slow-drip', bytes_per_chunk: 2, interval_ms: 5 }, '20000'],
  ])('row 14: gives up with %s at %j and closes the connection', async (code, fault, firstByteMs) => {
    await script({ text: TEXT, fault });
    const limits = { PROVIDER_FIRST_BYTE_TIMEOUT_MS: firstByteMs, PROVIDER_IDLE_TIMEOUT_MS: '250' };
    expect(failureOf(await ask({ environment: limits }))).toMatchObject({ code, isRetryable: true });
    await expect(simulator.ended('client-left')).resolves.toMatchObject({ provider: protocol });
  });

  it('row 14: gives up on a connection that does not come about', async () => {
    // It accepts and then says nothing, so no TLS session ever stands.
    const sockets: Socket[] = [];
    const mute = createServer((socket) => sockets.push(socket.on('error', () => undefined)));
    mute.listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const baseUrl = `https://127.0.0.1:${(mute.address() as AddressInfo).port}`;
    const asked = await ask({ baseUrl, environment: { PROVIDER_CONNECT_TIMEOUT_MS: '100' } });
    expect(failureOf(asked)).toMatchObject({ code: 'connect-timeout', isRetryable: true });
    for (const socket of sockets) socket.destroy();
    mute.close();
  });

  it('says that nobody listens', async () => {
    const proxy = await FaultProxy.start(simulator.url);
    await proxy.set({ kind: 'refuse' });
    const asked = await ask({ baseUrl: proxy.through(simulator.url).replace(/\/$/, '') });
    expect(failureOf(asked)).toMatchObject({ code: 'connection-lost', isRetryable: true });
    await proxy.close();
  });

  it('row 15: cuts an endless answer off and closes the connection', async () => {
    await script({ fault: { kind: 'endless' } });
    const asked = await ask({ environment: { MAX_ANSWER_BYTES: '20000' }, prompt: { maxOutputTokens: 1_000_000 } });
    expect(failureOf(asked)).toMatchObject({ code: 'answer-too-large', isRetryable: false });
    expect(asked.pieces.join('').length).toBeLessThanOrEqual(20_000);
    await simulator.ended('client-left');
  });

  it('stops when the caller leaves and closes the connection', async () => {
    await script({ text: TEXT, fault: { kind: 'stall', after_tokens: 10 } });
    const leaving = new AbortController();
    const asked = await ask({
      signal: leaving.signal,
      onText: () => leaving.abort(new ProviderFailure('cancelled')),
    });
    expect(failureOf(asked)).toMatchObject({ code: 'cancelled', isRetryable: false });
    await simulator.ended('client-left');
  });

  it('writes neither the prompt nor the key into the log, whatever goes wrong', async () => {
    for (const kind of ['context-length', 'unauthorized', 'server-error', 'garbage']) {
      await script({ fault: { kind } });
      await ask({ prompt: { messages: [textTurn('user', 'canary-prompt')] } });
    }
    expect(log.length).toBeGreaterThanOrEqual(4);
    expect(log.join('')).not.toContain('canary');
  });
});

import { context, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

import { createLogger, loadConfig, MetricsRegistry } from '@botarmy/chassis';

import { RouterConfig } from '../config';
import { KNOWN_MODELS } from '../models/known-models';
import type { ModelFacts } from '../models/model';
import { promptWith } from '../prompt/prompt.fixture';
import { textTurn } from '../providers/provider-request.fixture';
import { PROVIDERS } from '../providers/registry';
import { startSimulator } from '../simulator.fixture';
import type { Simulator } from '../simulator.fixture';
import { createAsker } from './ask-provider.fixture';

/** Names of the conventions, https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/ */
const TELEMETRY_NAMES: Readonly<Record<string, string>> = { google: 'gcp.gemini' };

describe('the span of a provider request', () => {
  const exporter = new InMemorySpanExporter();
  const tracers = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const metrics = new MetricsRegistry();
  let simulator: Simulator;

  beforeAll(async () => {
    simulator = await startSimulator();
    trace.setGlobalTracerProvider(tracers);
  });
  afterAll(async () => {
    trace.disable();
    context.disable();
    await tracers.shutdown();
    await simulator.stop();
  });
  beforeEach(async () => {
    exporter.reset();
    await simulator.clear();
  });

  function ask(definition: (typeof PROVIDERS)[number]) {
    const config = loadConfig(RouterConfig, { SIMULATOR_URL: simulator.url });
    const logger = createLogger({ level: 'silent' });
    const asker = createAsker(config, metrics, logger);
    const baseUrl = `${simulator.url}${definition.settings(config).simulatorPath}`;
    const provider = definition.connect({ baseUrl, apiKey: 'canary-key', simulated: true });
    const prompt = promptWith({
      messages: [textTurn('user', 'canary-prompt')],
      maxOutputTokens: 100,
      temperature: 0,
      stop: ['the end'],
    });
    const facts = KNOWN_MODELS[0] as ModelFacts;
    return asker.ask({ provider, facts }, prompt, new AbortController().signal, () => undefined);
  }

  it.each(PROVIDERS)('follows the GenAI conventions for $id and is the only one', async (definition) => {
    await simulator.script({
      match: {},
      script: { text: 'canary-answer', usage: { input_tokens: 7, output_tokens: 3 } },
    });
    await ask(definition);
    const spans = exporter.getFinishedSpans();
    expect(spans.map(({ name }) => name)).toEqual(['chat gpt-6.1-terra']);
    expect(spans[0]?.attributes).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': TELEMETRY_NAMES[definition.id] ?? definition.id,
      'gen_ai.request.model': 'gpt-6.1-terra',
      'gen_ai.request.max_tokens': 100,
      'gen_ai.usage.input_tokens': 7,
      'gen_ai.usage.output_tokens': 3,
      'gen_ai.usage.cache_read.input_tokens': 0,
      'gen_ai.usage.reasoning.output_tokens': 0,
      'gen_ai.request.stop_sequences': ['the end'],
      'gen_ai.output.type': 'text',
      'server.address': '127.0.0.1',
      'server.port': expect.any(Number),
      'gen_ai.response.finish_reasons': [expect.stringMatching(/^(stop|end_turn|STOP)$/)],
      'botarmy.simulated': true,
    });
    expect(JSON.stringify(spans.map(({ attributes, events }) => ({ attributes, events })))).not.toContain('canary');
  });

  it.each(PROVIDERS)('says how a request to $id failed', async (definition) => {
    await simulator.script({ match: {}, script: { fault: { kind: 'server-error' } } });
    await ask(definition);
    const [span] = exporter.getFinishedSpans();
    expect(span?.attributes).toMatchObject({ 'error.type': 'server-error' });
    expect(span?.status).toMatchObject({ code: 2, message: 'the provider request failed: server-error' });
  });

  it('goes with metrics by provider and outcome', async () => {
    const text = await metrics.text();
    for (const { id } of PROVIDERS) {
      expect(text).toContain(`botarmy_provider_requests_total{provider="${id}",outcome="completed"} 1`);
      expect(text).toContain(`botarmy_provider_requests_total{provider="${id}",outcome="server-error"} 1`);
      expect(text).toContain(`botarmy_provider_tokens_total{provider="${id}",direction="output"} 3`);
      expect(text).toContain(`botarmy_provider_first_token_seconds_count{provider="${id}"} 1`);
    }
  });
});

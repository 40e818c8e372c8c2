import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { createLogger, loadConfig, MetricsRegistry } from '@botarmy/chassis';
import { startHttpRecorder } from '@botarmy/testing';
import type { HttpRecorder } from '@botarmy/testing';

import { createAsker } from '../asking/ask-provider.fixture';
import { RouterConfig } from '../config';
import { EMBEDDING_MODELS } from '../models/embedding-models';
import { KNOWN_MODELS } from '../models/known-models';
import type { ModelFacts } from '../models/model';
import { promptWith } from '../prompt/prompt.fixture';
import { compatibleProviders } from './compatible';
import type { ProviderDefinition } from './provider-definition';
import { PROVIDERS } from './registry';

const SOURCES = join(__dirname, '..');
const COMPATIBLE = JSON.stringify([{ id: 'local', base_url: 'http://127.0.0.1:9/v1' }]);

/** The version npm installed, whatever the package exports. */
function versionOf(packageName: string): string {
  const require_ = createRequire(__filename);
  const entry = require_.resolve(packageName);
  const root = entry.slice(
    0,
    entry.lastIndexOf(join('node_modules', packageName)) + join('node_modules', packageName).length,
  );
  return (require_(join(root, 'package.json')) as { version: string }).version;
}

/** How each package names itself in the requests it sends. */
const openAi = { 'user-agent': `OpenAI/JS ${versionOf('openai')}`, 'x-stainless-package-version': versionOf('openai') };
const MARKS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  openai: openAi,
  local: openAi,
  anthropic: {
    'user-agent': `Anthropic/JS ${versionOf('@anthropic-ai/sdk')}`,
    'x-stainless-package-version': versionOf('@anthropic-ai/sdk'),
  },
  google: { 'x-goog-api-client': `genai-js/${versionOf('@google/generative-ai')}` },
};

describe('every request to a provider', () => {
  const config = loadConfig(RouterConfig, { COMPATIBLE_PROVIDERS: COMPATIBLE });
  const definitions = [...PROVIDERS, ...compatibleProviders(config, PROVIDERS)];
  let recorder: HttpRecorder;

  beforeAll(async () => {
    recorder = await startHttpRecorder(() => ({ status: 400, body: '{}' }));
  });
  afterAll(() => recorder.close());

  /** The interface a model is asked through, and whether for vectors. */
  type Way = readonly [id: string, definition: ProviderDefinition, facts: ModelFacts, isEmbedding: boolean];
  const ways = definitions.flatMap((definition): Way[] => {
    const chat = KNOWN_MODELS[0] as ModelFacts;
    const interfaces = ['', ...(definition.interfaces ?? [])];
    const chats = interfaces.map((name): Way => {
      const facts = name === '' ? chat : { ...chat, interface: name };
      return [`${definition.id} ${name || 'chat'}`, definition, facts, false];
    });
    const vectors = EMBEDDING_MODELS[0] as ModelFacts;
    return definition.id === 'anthropic'
      ? chats
      : [...chats, [`${definition.id} embeddings`, definition, vectors, true]];
  });

  it.each(ways)('is sent by the official package: %s', async (_name, definition, facts, isEmbedding) => {
    const asker = createAsker(config, new MetricsRegistry(), createLogger({ level: 'silent' }));
    const provider = definition.connect({ baseUrl: recorder.url, apiKey: 'a-key', simulated: false });
    const before = recorder.requests.length;
    const prompt = promptWith(isEmbedding ? { output: { kind: 'embedding' } } : {});
    await asker.ask({ provider, facts }, prompt, new AbortController().signal, () => undefined);
    expect(recorder.requests).toHaveLength(before + 1);
    expect(recorder.requests.at(-1)?.headers).toMatchObject(MARKS[definition.id] ?? {});
    expect(MARKS).toHaveProperty(definition.id);
  });

  it('says that answers may come packed', () => {
    // Node's client adds br by itself where the connection is encrypted; this one is not.
    for (const { headers } of recorder.requests) expect(headers['accept-encoding']).toContain('gzip');
    expect(recorder.requests.length).toBeGreaterThanOrEqual(ways.length);
  });

  it('can be sent by nothing else: no other client is used anywhere in the router', async () => {
    const names = await readdir(SOURCES, { recursive: true });
    const sources = names.filter((name) => name.endsWith('.ts') && !/(spec|fixture)\.ts$|generated/.test(name));
    const offenders: string[] = [];
    for (const name of sources) {
      const text = await readFile(join(SOURCES, name), 'utf8');
      if (/\bfetch\(|from 'node:(?:https?|http2)'|from '(?:undici|axios|got)'/.test(text)) offenders.push(name);
    }
    expect(sources.length).toBeGreaterThan(100);
    expect(offenders).toEqual([]);
  });
});

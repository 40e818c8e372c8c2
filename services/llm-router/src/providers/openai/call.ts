import OpenAI from 'openai';

import type { Provider, ProviderEndpoint, ProviderPiece, ProviderRequest } from '../provider';
import type { ProviderDefinition } from '../provider-definition';
import { convertPrompt } from './convert-prompt';
import { failureOf } from './errors';
import { openAiSettings } from './settings';
import { readStream } from './stream';

/** OpenAI, and everything that speaks its chat completions. */
export const openAiProvider: ProviderDefinition = { id: 'openai', settings: openAiSettings, connect };

function connect({ baseUrl, apiKey, simulated }: ProviderEndpoint): Provider {
  const client = new OpenAI({
    apiKey,
    baseURL: baseUrl,
    // Nothing is taken from the process's environment; retries and time limits are the router's.
    organization: null,
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
    maxRetries: 0,
    timeout: 24 * 3_600_000,
    logLevel: 'off',
  });
  async function* stream(request: ProviderRequest): AsyncGenerator<ProviderPiece> {
    const chunks = await client.chat.completions.create(convertPrompt(request), {
      signal: request.signal,
      headers: { 'idempotency-key': request.idempotencyKey },
    });
    yield* readStream(chunks);
  }
  return { id: 'openai', telemetryName: 'openai', simulated, stream, failureOf };
}

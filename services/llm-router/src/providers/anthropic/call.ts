import Anthropic from '@anthropic-ai/sdk';

import type { Provider, ProviderEndpoint, ProviderPiece, ProviderRequest } from '../provider';
import type { ProviderDefinition } from '../provider-definition';
import { ANTHROPIC_ID } from './anthropic-id';
import { convertPrompt } from './convert-prompt';
import { failureOf } from './errors';
import { anthropicSettings } from './settings';
import { readStream } from './stream';

/** Anthropic's messages. */
export const anthropicProvider: ProviderDefinition = { id: ANTHROPIC_ID, settings: anthropicSettings, connect };

function connect({ baseUrl, apiKey, simulated }: ProviderEndpoint): Provider {
  const client = new Anthropic({
    apiKey,
    baseURL: baseUrl,
    webhookKey: null,
    // Retries, time limits and spans are the router's.
    maxRetries: 0,
    timeout: 24 * 3_600_000,
    logLevel: 'off',
    openTelemetry: { traces: false, propagation: false },
  });
  async function* stream(request: ProviderRequest): AsyncGenerator<ProviderPiece> {
    const events = await client.messages.create(convertPrompt(request), {
      signal: request.signal,
      headers: {
        ...(simulated ? { 'idempotency-key': request.idempotencyKey } : {}),
        ...(request.apiKey === undefined ? {} : { 'x-api-key': request.apiKey }),
      },
    });
    yield* readStream(events);
  }
  return { id: ANTHROPIC_ID, telemetryName: 'anthropic', simulated, baseUrl, stream, failureOf };
}

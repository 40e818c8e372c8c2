import OpenAI from 'openai';

import type { Provider, ProviderEndpoint, ProviderPiece, ProviderRequest } from '../provider';
import type { ProviderDefinition } from '../provider-definition';
import { convertPrompt } from './convert-prompt';
import { embed } from './embeddings';
import { failureOf } from './errors';
import { OPENAI_ID } from './openai-id';
import { convertRequest } from './responses/convert-request';
import { readResponseStream } from './responses/stream';
import { openAiSettings } from './settings';
import { readStream } from './stream';

/** The interface of OpenAI besides chat completions; a model's facts name it. */
const RESPONSES = 'responses';

/** OpenAI, through chat completions or, where a model's facts say so, responses. */
export const openAiProvider: ProviderDefinition = {
  id: OPENAI_ID,
  interfaces: [RESPONSES],
  settings: openAiSettings,
  connect: (endpoint) => connectOpenAi(OPENAI_ID, endpoint),
};

/** Everything that speaks the protocol, under an id of its own. */
export function connectOpenAi(id: string, endpoint: ProviderEndpoint): Provider {
  const { baseUrl, apiKey, simulated, compatibility = {} } = endpoint;
  const { headers = {}, query = {}, outputLimitField } = compatibility;
  const client = new OpenAI({
    apiKey,
    baseURL: baseUrl,
    defaultHeaders: { ...headers },
    defaultQuery: { ...query },
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
    const options = {
      signal: request.signal,
      headers: {
        'idempotency-key': request.idempotencyKey,
        ...(request.apiKey === undefined ? {} : { authorization: `Bearer ${request.apiKey}` }),
      },
    };
    if (request.output.kind === 'embedding') {
      yield* embed(client, request, options);
    } else if (request.interface === RESPONSES) {
      yield* readResponseStream(await client.responses.create(convertRequest(request), options));
    } else {
      const prompt = convertPrompt(request, outputLimitField);
      yield* readStream(await client.chat.completions.create(prompt, options));
    }
  }
  return { id, telemetryName: 'openai', simulated, baseUrl, stream, failureOf };
}

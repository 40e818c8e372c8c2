import { GoogleGenerativeAI } from '@google/generative-ai';

import type { Provider, ProviderEndpoint, ProviderPiece, ProviderRequest } from '../provider';
import type { ProviderDefinition } from '../provider-definition';
import { convertPrompt } from './convert-prompt';
import { embed } from './embeddings';
import { failureOf } from './errors';
import { GOOGLE_ID } from './google-id';
import { googleSettings } from './settings';
import { readStream } from './stream';

/** Google's Gemini API. */
export const googleProvider: ProviderDefinition = { id: GOOGLE_ID, settings: googleSettings, connect };

function connect({ baseUrl, apiKey, simulated }: ProviderEndpoint): Provider {
  async function* stream(request: ProviderRequest): AsyncGenerator<ProviderPiece> {
    const client = new GoogleGenerativeAI(request.apiKey ?? apiKey);
    const model = client.getGenerativeModel(
      { model: request.model },
      { baseUrl, customHeaders: simulated ? { 'idempotency-key': request.idempotencyKey } : {} },
    );
    if (request.output.kind === 'embedding') {
      yield* embed(model, request);
      return;
    }
    const answer = await model.generateContentStream(convertPrompt(request), { signal: request.signal });
    // The package reads the stream twice; the whole response is not needed and must not reject unheard.
    answer.response.catch(() => undefined);
    yield* readStream(answer.stream);
  }
  return { id: GOOGLE_ID, telemetryName: 'gcp.gemini', simulated, baseUrl, stream, failureOf };
}

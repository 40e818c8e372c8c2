import type { GenerativeModel } from '@google/generative-ai';

import { embeddingAnswer, textsToEmbed } from '../embedding-answer';
import type { ProviderPiece, ProviderRequest } from '../provider';
import { ProviderFailure } from '../provider-failure';

/** The package is older than vectors of a chosen length: its type lacks the field, and it passes it on. */
type EmbedRequest = Parameters<GenerativeModel['batchEmbedContents']>[0]['requests'][number] & {
  readonly outputDimensionality?: number;
};

/** Asks for vectors. Google does not say how many tokens that took: they are estimated. */
export async function* embed(model: GenerativeModel, request: ProviderRequest): AsyncGenerator<ProviderPiece> {
  const { output, signal } = request;
  const dimensions = output.kind === 'embedding' ? output.dimensions : undefined;
  const requests = textsToEmbed(request.messages).map((text): EmbedRequest => ({
    content: { role: 'user', parts: [{ text }] },
    ...(dimensions === undefined ? {} : { outputDimensionality: dimensions }),
  }));
  const { embeddings } = await model.batchEmbedContents({ requests }, { signal });
  if (!Array.isArray(embeddings)) throw new ProviderFailure('malformed-answer');
  const vectors = embeddings.map(({ values }) => values);
  yield* embeddingAnswer(vectors, requests.length, undefined, undefined);
}

import type OpenAI from 'openai';
import type { CreateEmbeddingResponse, EmbeddingCreateParams } from 'openai/resources/embeddings';

import { embeddingAnswer, textsToEmbed } from '../embedding-answer';
import type { SentVector } from '../embedding-answer';
import type { ProviderPiece, ProviderRequest } from '../provider';
import { ProviderFailure } from '../provider-failure';
import { rawRecordOf } from '../raw-record';
import { tokenUsageOf } from '../token-usage';

/** Asks for vectors. Servers that do not know base64 send numbers all the same. */
export async function* embed(
  client: OpenAI,
  request: ProviderRequest,
  options: OpenAI.RequestOptions,
): AsyncGenerator<ProviderPiece> {
  const texts = textsToEmbed(request.messages);
  const answer = await client.embeddings.create(paramsOf(request, texts), options);
  yield* read(answer, texts.length);
}

function paramsOf({ model, output }: ProviderRequest, texts: string[]): EmbeddingCreateParams {
  const dimensions = output.kind === 'embedding' ? output.dimensions : undefined;
  return { model, input: texts, encoding_format: 'base64', ...(dimensions === undefined ? {} : { dimensions }) };
}

/** The order is the index's, whatever the order of the list. */
function read({ data, usage }: CreateEmbeddingResponse, count: number): Iterable<ProviderPiece> {
  if (!Array.isArray(data)) throw new ProviderFailure('malformed-answer');
  const vectors = data
    .toSorted((one, other) => one.index - other.index)
    .map(({ embedding }) => embedding as unknown as SentVector);
  const used = tokenUsageOf({ input: usage?.prompt_tokens, output: 0 });
  return embeddingAnswer(vectors, count, used, used && rawRecordOf(usage));
}

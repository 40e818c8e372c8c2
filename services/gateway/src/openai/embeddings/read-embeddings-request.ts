import { Fields } from '../request/fields';

/** Vectors that are wanted. */
export interface EmbeddingsRequest {
  readonly model: string;
  readonly texts: readonly string[];
  readonly dimensions: number | undefined;
  readonly isEncoded: boolean;
}

const MOST_TEXTS = 2_048;
const MOST_CHARACTERS = 100_000;

/**
 * Embeddings as OpenAI's interface describes them; lists of token numbers are refused, since they mean something to one tokenizer alone.
 *
 * @throws {Problem} 400 that names the parameter.
 */
export function readEmbeddingsRequest(body: unknown): EmbeddingsRequest {
  const fields = Fields.of(body, '');
  const model = fields.requiredText('model', { max: 200 });
  const input = fields.required('input');
  const texts = typeof input === 'string' ? [input] : (fields.list('input', { min: 1, max: MOST_TEXTS }) ?? []);
  for (const text of texts) {
    if (typeof text !== 'string') throw fields.wrongValue('input', 'must be a text or a list of texts');
    if (text.length === 0 || text.length > MOST_CHARACTERS) {
      throw fields.wrongValue('input', `must have texts of 1 to ${MOST_CHARACTERS} characters`);
    }
  }
  const dimensions = fields.integer('dimensions', { min: 1, max: 4_096 });
  const isEncoded = fields.oneOf('encoding_format', ['float', 'base64']) === 'base64';
  fields.ignore('user');
  fields.end();
  return { model, texts: texts as string[], dimensions, isEncoded };
}

import { createHash } from 'node:crypto';

import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

import { inputTokensOf } from '../answering/tokens';
import { CallRefused } from '../calls/failure';
import { invalid, objectField, textField, textsOf } from '../calls/read-fields';
import { SIMULATED_HEADER } from '../streaming/response-writer';
import { openAiFormat } from './openai-format';

const DEFAULT_DIMENSIONS = 64;
const MOST_DIMENSIONS = 4_096;

/** Embeddings of OpenAI: vectors of length one that depend on nothing but the text. */
@Controller('v1/embeddings')
export class EmbeddingsController {
  @Post()
  @HttpCode(200)
  async embed(@Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    reply.header(SIMULATED_HEADER, 'true');
    try {
      await reply.send(embeddingsOf(body));
    } catch (error) {
      if (!(error instanceof CallRefused)) throw error;
      const refusal = openAiFormat(false).failure(error.failure, 'embeddings');
      await reply
        .status(refusal.status)
        .headers({ ...refusal.headers })
        .send(refusal.body);
    }
  }
}

function embeddingsOf(body: unknown): unknown {
  const request = objectField(body, 'body');
  const texts = textsOf(request['input']);
  if (texts.length === 0) throw invalid('input must be a text or a list of texts');
  const dimensions = Number(request['dimensions'] ?? DEFAULT_DIMENSIONS);
  if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > MOST_DIMENSIONS)
    throw invalid(`dimensions must be a whole number from 1 to ${MOST_DIMENSIONS}`);
  const isEncoded = request['encoding_format'] === 'base64';
  const tokens = texts.reduce((sum, text) => sum + inputTokensOf([{ role: 'user', text }]), 0);
  return {
    object: 'list',
    model: textField(request['model'], 'model'),
    data: texts.map((text, index) => {
      const vector = vectorOf(text, dimensions);
      return { object: 'embedding', index, embedding: isEncoded ? encoded(vector) : [...vector] };
    }),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}

function vectorOf(text: string, dimensions: number): Float32Array {
  const values = Float32Array.from({ length: dimensions }, (_, index) => {
    const digest = createHash('sha256').update(`${index}\u0000${text}`).digest();
    return digest.readInt32BE(0) / 2 ** 31;
  });
  const length = Math.hypot(...values) || 1;
  return values.map((value) => value / length);
}

function encoded(vector: Float32Array): string {
  return Buffer.from(vector.buffer).toString('base64');
}

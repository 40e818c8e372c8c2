import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { embedTexts } from '@botarmy/contracts';
import type { EmbedTextsReply } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { RequiresVirtualKey } from '../../access/requires-role.decorator';
import { writeFacts } from '../answer/answer-headers';
import { doorCallerOf } from '../door-caller';
import { DoorCalls, idempotencyKeyOf, scopeOf } from '../door-calls';
import { ModelCatalogue } from '../models/model-catalogue';
import { readEmbeddingsRequest } from './read-embeddings-request';
import type { EmbeddingsRequest } from './read-embeddings-request';

/** What the router takes in one call. */
const TEXTS_PER_CALL = 32;
const CHARACTERS_PER_CALL = 400_000;
const TIMEOUT_MS = 120_000;

/** OpenAI's embeddings, answered by the router. A long list is several calls, one after the other. */
@Controller('v1/embeddings')
export class EmbeddingsController {
  constructor(
    private readonly asker: Asker,
    private readonly calls: DoorCalls,
    private readonly catalogue: ModelCatalogue,
  ) {}

  @Post()
  @HttpCode(200)
  @RequiresVirtualKey()
  async embed(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const asked = readEmbeddingsRequest(request.body);
    const replies = await this.ask(request, asked).finally(() => this.calls.writeAllowance(request, reply));
    const [first] = replies;
    if (first === undefined) throw new Error('no call was made for the texts');
    const vectors = replies.flatMap((part) => part.vectors);
    const tokens = sumOf(
      replies,
      ({ usage }) => usage.input_tokens + usage.cache_read_tokens + usage.cache_write_tokens,
    );
    const isKnown = replies.every(({ usage }) => usage.cost_micros !== null);
    const cost_micros = isKnown ? sumOf(replies, ({ usage }) => usage.cost_micros ?? 0) : null;
    writeFacts(reply, { ...first, usage: { ...first.usage, cost_micros } });
    await reply.send({
      object: 'list',
      model: first.usage.model,
      data: vectors.map((vector, index) => {
        const embedding = asked.isEncoded ? vector : floatsOf(vector);
        return { object: 'embedding', index, embedding };
      }),
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    });
  }

  private async ask(request: FastifyRequest, asked: EmbeddingsRequest): Promise<EmbedTextsReply[]> {
    const { key, caller } = doorCallerOf(request);
    const route = await this.catalogue.resolve(asked.model, key, caller);
    const { dimensions } = asked;
    const idempotencyKey = idempotencyKeyOf(request, key.key_id, 'embeddings');
    const shared = {
      route,
      scope: scopeOf(key),
      timeout_ms: TIMEOUT_MS,
      ...(dimensions === undefined ? {} : { dimensions }),
    };
    const replies: EmbedTextsReply[] = [];
    for (const [index, texts] of pieces(asked.texts).entries()) {
      const call = { ...shared, idempotency_key: `${idempotencyKey}.${index}`, texts: [...texts] };
      replies.push(await this.asker.ask(embedTexts, call, caller, TIMEOUT_MS));
    }
    return replies;
  }
}

/** Pieces the router takes, in order. */
function pieces(texts: readonly string[]): string[][] {
  const all: string[][] = [];
  let room = 0;
  for (const text of texts) {
    const last = all.at(-1);
    if (last === undefined || last.length === TEXTS_PER_CALL || text.length > room) {
      all.push([text]);
      room = CHARACTERS_PER_CALL - text.length;
    } else {
      last.push(text);
      room -= text.length;
    }
  }
  return all;
}

/** Numbers of little-endian 32-bit floats in base64. */
function floatsOf(vector: string): number[] {
  const bytes = Buffer.from(vector, 'base64');
  return Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4));
}

function sumOf(replies: readonly EmbedTextsReply[], figure: (reply: EmbedTextsReply) => number): number {
  return replies.reduce((sum, reply) => sum + figure(reply), 0);
}

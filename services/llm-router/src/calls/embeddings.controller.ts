import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { embedTexts } from '@botarmy/contracts';
import type { Caller, EmbedTextsReply, EmbedTextsRequest } from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';

import { vectorsOf } from '../providers/embedding-answer';
import { askedEmbeddingOf } from './asked-embedding';
import { tokenUsageOf } from './call-reply';
import { ModelCallServer } from './model-call.server';

/** Answers questions for vectors. */
@Controller()
export class EmbeddingsController {
  constructor(private readonly server: ModelCallServer) {}

  @Answers(embedTexts)
  async embed(@Payload() request: EmbedTextsRequest, @AskedBy() caller: Caller): Promise<EmbedTextsReply> {
    const { answer, isReplay } = await this.server.answerWhole(askedEmbeddingOf(request), caller);
    return {
      call_id: answer.call_id,
      vectors: vectorsOf(answer.text),
      usage: tokenUsageOf(answer),
      replayed: isReplay,
    };
  }
}

import { Module } from '@nestjs/common';

import { ChatController } from './chat/chat.controller';
import { DoorCalls } from './door-calls';
import { EmbeddingsController } from './embeddings/embeddings.controller';
import { ModelCatalogue } from './models/model-catalogue';
import { ModelsController } from './models/models.controller';
import { ResponsesController } from './responses/responses.controller';

@Module({
  controllers: [ChatController, EmbeddingsController, ModelsController, ResponsesController],
  providers: [DoorCalls, ModelCatalogue],
})
export class OpenAiDoorModule {}

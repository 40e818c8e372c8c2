import { Module } from '@nestjs/common';

import { ChatController } from './chat/chat.controller';
import { DoorCalls } from './door-calls';
import { ModelCatalogue } from './models/model-catalogue';
import { ModelsController } from './models/models.controller';

@Module({ controllers: [ChatController, ModelsController], providers: [DoorCalls, ModelCatalogue] })
export class OpenAiDoorModule {}

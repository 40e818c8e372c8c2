import { Module } from '@nestjs/common';

import { PrismaModule } from '../database/prisma.module';
import { AnswerReminder } from './answer-reminder';
import { AnswerRequest } from './answer-request';
import { CloseHitlRequestHandler } from './close-hitl-request.handler';
import { OpenHitlRequestHandler } from './open-hitl-request.handler';
import { RequestStore } from './request-store';
import { RequestController } from './request.controller';
import { RequestRepository } from './request.repository';
import { RequestsMetrics } from './requests.metrics';

@Module({
  imports: [PrismaModule],
  controllers: [RequestController, OpenHitlRequestHandler, CloseHitlRequestHandler],
  providers: [AnswerReminder, AnswerRequest, RequestRepository, RequestStore, RequestsMetrics],
})
export class RequestsModule {}

import { Module } from '@nestjs/common';

import { PrismaModule } from '../database/prisma.module';
import { DelegationsModule } from '../delegations/delegations.module';
import { PeopleModule } from '../people/people.module';
import { AnswerQuestions } from './answer-questions';
import { AnswerReminder } from './answer-reminder';
import { AnswerRequest } from './answer-request';
import { ApplyRule } from './apply-rule';
import { CloseHitlRequestHandler } from './close-hitl-request.handler';
import { ConcludeHitlRequestHandler } from './conclude-hitl-request.handler';
import { CountAnswer } from './count-answer';
import { DueRequests } from './due-requests';
import { InboxReader } from './inbox-reader';
import { OpenHitlRequestHandler } from './open-hitl-request.handler';
import { RequestStore } from './request-store';
import { RequestController } from './request.controller';
import { RequestRepository } from './request.repository';
import { RequestsMetrics } from './requests.metrics';

@Module({
  imports: [PrismaModule, PeopleModule, DelegationsModule],
  controllers: [RequestController, OpenHitlRequestHandler, CloseHitlRequestHandler, ConcludeHitlRequestHandler],
  providers: [
    AnswerQuestions,
    AnswerReminder,
    AnswerRequest,
    ApplyRule,
    CountAnswer,
    DueRequests,
    InboxReader,
    RequestRepository,
    RequestStore,
    RequestsMetrics,
  ],
  exports: [AnswerQuestions, AnswerRequest, InboxReader, RequestRepository],
})
export class RequestsModule {}

import { Module } from '@nestjs/common';

import { RequestsModule } from '../requests/requests.module';
import { InteractiveSessionController } from './interactive-session.controller';
import { SubmitAnswers } from './submit-answers';

@Module({
  imports: [RequestsModule],
  controllers: [InteractiveSessionController],
  providers: [SubmitAnswers],
})
export class InteractiveModule {}

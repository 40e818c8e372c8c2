import { Module } from '@nestjs/common';

import { UsersModule } from '../users/users.module';
import { LogIn } from './log-in';
import { LoginAttempts } from './login-attempts';
import { Pruning } from './pruning';
import { SessionStore } from './session-store';
import { SessionController } from './session.controller';
import { SessionMetrics } from './session.metrics';

@Module({
  imports: [UsersModule],
  controllers: [SessionController],
  providers: [LogIn, LoginAttempts, Pruning, SessionMetrics, SessionStore],
})
export class SessionsModule {}

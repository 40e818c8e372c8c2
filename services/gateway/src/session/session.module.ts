import { Module } from '@nestjs/common';

import { SystemModule } from '../system/system.module';
import { SessionController } from './session.controller';

@Module({ imports: [SystemModule], controllers: [SessionController] })
export class SessionModule {}

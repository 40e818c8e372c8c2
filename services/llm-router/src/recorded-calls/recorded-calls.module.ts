import { Module } from '@nestjs/common';

import { PrismaModule } from '../database/prisma.module';
import { RecordedCallsController } from './recorded-calls.controller';
import { RecordedCallsRepository } from './recorded-calls.repository';

@Module({ imports: [PrismaModule], controllers: [RecordedCallsController], providers: [RecordedCallsRepository] })
export class RecordedCallsModule {}

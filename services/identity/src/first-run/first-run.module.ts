import { Module } from '@nestjs/common';

import { UsersModule } from '../users/users.module';
import { FirstRun } from './first-run';

@Module({ imports: [UsersModule], providers: [FirstRun], exports: [FirstRun] })
export class FirstRunModule {}

import { Module } from '@nestjs/common';

import { RunHistories } from './run-history';

@Module({ providers: [RunHistories], exports: [RunHistories] })
export class RunHistoryModule {}

import { Module } from '@nestjs/common';

import { MessagingModule } from '@botarmy/messaging';

import { BudgetsModule } from './budgets/budgets.module';
import { CallsModule } from './calls/calls.module';
import { LedgerModule } from './ledger/ledger.module';
import { StatusModule } from './status/status.module';

@Module({
  imports: [
    MessagingModule.forService({ service: 'llm-router', stores: true }),
    BudgetsModule,
    CallsModule,
    LedgerModule,
    StatusModule,
  ],
})
export class AppModule {}

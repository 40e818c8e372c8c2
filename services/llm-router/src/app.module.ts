import { Module } from '@nestjs/common';

import { MessagingModule } from '@botarmy/messaging';

import { BudgetsModule } from './budgets/budgets.module';
import { CallsModule } from './calls/calls.module';
import { DoorModule } from './door/door.module';
import { ErasureModule } from './erasure/erasure.module';
import { ExplainModule } from './explain/explain.module';
import { VirtualKeysModule } from './keys/virtual/virtual-keys.module';
import { LedgerModule } from './ledger/ledger.module';
import { RecordedCallsModule } from './recorded-calls/recorded-calls.module';
import { StatusModule } from './status/status.module';

@Module({
  imports: [
    MessagingModule.forService({ service: 'llm-router', stores: true }),
    BudgetsModule,
    CallsModule,
    DoorModule,
    ErasureModule,
    ExplainModule,
    LedgerModule,
    RecordedCallsModule,
    StatusModule,
    VirtualKeysModule,
  ],
})
export class AppModule {}

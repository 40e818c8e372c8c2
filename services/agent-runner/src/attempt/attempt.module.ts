import { Module } from '@nestjs/common';

import { DEAD_LETTER_STORE } from '@botarmy/messaging';

import { AttemptCancellations } from '../cancelling/attempt-cancellations';
import { DocumentKeeper } from '../documents/document-keeper';
import { ContentCache } from '../inputs/content-cache';
import { InputLoader } from '../inputs/input-loader';
import { IntegrationMaker } from '../integration/integration-maker';
import { IntegrationSettings } from '../integration/integration-settings';
import { DeliveryRecord } from '../reporting/delivery-record';
import { Heartbeat } from '../reporting/heartbeat';
import { Reporter } from '../reporting/reporter';
import { DocumentWriter } from '../writing/document-writer';
import { LiveDeltas } from '../writing/live-deltas';
import { ModelCaller } from '../writing/model-caller';
import { WritingMetrics } from '../writing/writing.metrics';
import { AttemptMaker } from './attempt-maker';
import { AttemptReport } from './attempt-report';
import { AttemptRunner } from './attempt-runner';
import { AttemptMetrics } from './attempt.metrics';
import { Drain } from './drain';
import { ExecuteAgentTaskHandler } from './execute-agent-task.handler';

@Module({
  controllers: [ExecuteAgentTaskHandler],
  providers: [
    AttemptRunner,
    AttemptMaker,
    DocumentKeeper,
    IntegrationMaker,
    IntegrationSettings,
    AttemptReport,
    AttemptMetrics,
    AttemptCancellations,
    Drain,
    ContentCache,
    InputLoader,
    DocumentWriter,
    ModelCaller,
    LiveDeltas,
    WritingMetrics,
    Reporter,
    Heartbeat,
    DeliveryRecord,
    { provide: DEAD_LETTER_STORE, useExisting: DeliveryRecord },
  ],
})
export class AttemptModule {}

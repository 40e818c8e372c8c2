import { Module } from '@nestjs/common';

import { AnthropicController } from './anthropic/anthropic.controller';
import { CallLog } from './calls/call-log';
import { SimulatorMetrics } from './calls/simulator.metrics';
import { GoogleController } from './google/google.controller';
import { EmbeddingsController } from './openai/embeddings.controller';
import { OpenAiController } from './openai/openai.controller';
import { ControlController } from './scripting/control.controller';
import { ControlGuard } from './scripting/control.guard';
import { RuleBook } from './scripting/rule-book';
import { ModelEndpoint } from './serving/model-endpoint';
import { RunningCalls } from './streaming/running-calls';

@Module({
  controllers: [OpenAiController, EmbeddingsController, AnthropicController, GoogleController, ControlController],
  providers: [ModelEndpoint, RuleBook, CallLog, RunningCalls, SimulatorMetrics, ControlGuard],
})
export class AppModule {}

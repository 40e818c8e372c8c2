import { Module } from '@nestjs/common';

import { LiveModule } from '../live/live.module';
import { AguiRuns } from './agui-runs';
import { AguiController } from './agui.controller';
import { AguiMetrics } from './agui.metrics';
import { AgentChat } from './chat/agent-chat';
import { RunAccess } from './run-access';
import { RunOpening } from './run-opening';
import { RunSources } from './run/run-sources';

@Module({
  imports: [LiveModule],
  controllers: [AguiController],
  providers: [AgentChat, AguiMetrics, AguiRuns, RunAccess, RunOpening, RunSources],
})
export class AguiModule {}

import { Module } from '@nestjs/common';

import { LiveModule } from '../live/live.module';
import { AguiRuns } from './agui-runs';
import { AguiController } from './agui.controller';
import { AguiMetrics } from './agui.metrics';
import { RunAccess } from './run-access';
import { RunOpening } from './run-opening';
import { RunSources } from './run/run-sources';

@Module({
  imports: [LiveModule],
  controllers: [AguiController],
  providers: [AguiMetrics, AguiRuns, RunAccess, RunOpening, RunSources],
})
export class AguiModule {}

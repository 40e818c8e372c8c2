// A whole service in a child process, for tests that send signals to it or collect its traces.
import { Controller, Get, Inject, Module } from '@nestjs/common';

import { SERVICE_NAME } from '../src/bootstrap/chassis.module';
import { runMain } from '../src/bootstrap/run-main';
import { startService } from '../src/bootstrap/start-service';
import { loadConfig } from '../src/config/load-config';
import { ServiceConfig } from '../src/config/service-config';
import { crashPoint } from '../src/shutdown/crash-point';
import { shutdownOrder } from '../src/shutdown/shutdown-hooks';
import { withSpan } from '../src/telemetry/with-span';

@Controller()
class SampleController {
  constructor(
    @Inject(SERVICE_NAME) private readonly name: string,
    private readonly config: ServiceConfig,
  ) {}

  @Get('name')
  ownName(): { name: string } {
    crashPoint('sample.named');
    return { name: this.name };
  }

  @Get('chain/:step')
  async chain(): Promise<unknown> {
    return withSpan('ask myself', { 'sample.step': 1 }, async () => {
      const answer = await fetch(`http://${this.config.HOST}:${this.config.PORT}/name`);
      return answer.json();
    });
  }
}

@Module({ controllers: [SampleController] })
class SampleModule {}

void runMain(async () => ({
  bootstrap: async ({ environment, handleSignals }) => {
    const config = loadConfig(ServiceConfig, environment);
    return startService({
      name: 'sample',
      module: SampleModule,
      config,
      handleSignals,
      configure: (_app, { shutdown, health }) => {
        const drained = async (): Promise<void> => {
          // The parent has seen "not ready" and closes standard input: only then is the work in hand finished.
          for await (const _chunk of process.stdin) void _chunk;
        };
        if (environment.SAMPLE_DRAIN === 'wait') shutdown.register('work', shutdownOrder.work, drained);
        if (environment.SAMPLE_DRAIN === 'hang') {
          shutdown.register('work', shutdownOrder.work, () => new Promise<void>(() => undefined));
        }
        health.register('sample', () => undefined);
      },
    });
  },
}));

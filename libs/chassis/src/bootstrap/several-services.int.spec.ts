import { Controller, Get, Inject, Module } from '@nestjs/common';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { MessagePattern, Payload, Server } from '@nestjs/microservices';
import { IsInt } from 'class-validator';
import { lastValueFrom } from 'rxjs';

import { ServiceConfig } from '../config/service-config';
import { correlationFields } from '../logging/correlation';
import { createLogger } from '../logging/create-logger';
import { Logger } from '../logging/logger';
import { MetricsRegistry } from '../metrics/metrics-registry';
import { ShutdownHooks, shutdownOrder } from '../shutdown/shutdown-hooks';
import { SERVICE_NAME } from './chassis.module';
import { startService } from './start-service';

class DoubleQuestion {
  @IsInt()
  number!: number;
}

@Controller()
class SampleController {
  constructor(
    @Inject(SERVICE_NAME) private readonly name: string,
    private readonly logger: Logger,
    private readonly metrics: MetricsRegistry,
    shutdown: ShutdownHooks,
  ) {
    shutdown.register('sample', shutdownOrder.work, () => this.logger.info('sample drained'));
  }

  @Get('name')
  ownName(): { name: string; service: string | undefined } {
    this.metrics.counter({ name: 'botarmy_names_total', help: 'Names told' }).inc();
    this.logger.info('name told');
    return { name: this.name, service: correlationFields().service };
  }

  @MessagePattern('double')
  double(@Payload() question: DoubleQuestion): number {
    return question.number * 2;
  }
}

@Module({ controllers: [SampleController] })
class SampleModule {}

/** A transport without a network: the test asks the handlers directly. */
class DirectServer extends Server {
  isListening = false;

  listen(callback: () => void): void {
    this.isListening = true;
    callback();
  }

  close(): void {
    this.isListening = false;
  }

  on(): never {
    throw new Error('this transport has no events');
  }

  unwrap(): never {
    throw new Error('this transport has no driver');
  }

  async ask(pattern: string, payload: unknown): Promise<unknown> {
    const handler = this.getHandlerByPattern(pattern);
    if (handler === null) throw new Error(`no handler for ${pattern}`);
    return lastValueFrom(this.transformToObservable(await handler(payload, {})));
  }
}

function lineCollector() {
  const lines: string[] = [];
  return { lines, logger: createLogger({ destination: { write: (line) => void lines.push(line) } }) };
}

describe('several services in one process', () => {
  it('keep names, metrics, logs and lives apart', async () => {
    const { lines, logger } = lineCollector();
    const start = (name: string) => startService({ name, module: SampleModule, config: new ServiceConfig(), logger });
    const [first, second] = await Promise.all([start('first'), start('second')]);
    const answer = await (await fetch(`${second.url}/name`)).json();
    expect(answer).toEqual({ name: 'second', service: 'second' });
    expect(await (await fetch(`${first.url}/metrics`)).text()).not.toContain('botarmy_names_total');
    expect(await (await fetch(`${second.url}/metrics`)).text()).toContain('botarmy_names_total 1');
    await second.close();
    expect((await fetch(`${first.url}/health/ready`)).status).toBe(200);
    await expect(fetch(`${second.url}/health/live`)).rejects.toThrow();
    await first.close();
    await first.close();
    const told = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(told.filter((line) => line.message === 'name told')).toEqual([
      expect.objectContaining({ service: 'second' }),
    ]);
    expect(told.filter((line) => line.message === 'sample drained')).toHaveLength(2);
    expect(process.listenerCount('SIGTERM')).toBe(0);
  });

  it('answer questions with the pipes and the filter of HTTP', async () => {
    const server = new DirectServer();
    const service = await startService({
      name: 'asked',
      module: SampleModule,
      config: new ServiceConfig(),
      logger: createLogger({ level: 'silent' }),
      microservices: [{ strategy: server } satisfies MicroserviceOptions],
    });
    expect(server.isListening).toBe(true);
    expect(await server.ask('double', { number: 21 })).toBe(42);
    await expect(server.ask('double', { number: 'x' })).rejects.toMatchObject({
      status: 400,
      code: 'validation-failed',
      errors: [{ path: 'number', message: 'number must be an integer number' }],
    });
    await service.close();
    expect(server.isListening).toBe(false);
  });

  it('keep the scrape page off a public port when it has a port of its own', async () => {
    const config = Object.assign(new ServiceConfig(), { METRICS_PORT: 0, HOST: '0.0.0.0' });
    const logger = createLogger({ level: 'silent' });
    const service = await startService({ name: 'public', module: SampleModule, config, logger });
    expect((await fetch(`${service.url}/metrics`)).status).toBe(404);
    expect(await (await fetch(service.metricsUrl)).text()).toContain('botarmy_http_request_duration_seconds');
    expect((await fetch(service.metricsUrl.replace('/metrics', '/health/live'))).status).toBe(404);
    await service.close();
    await expect(fetch(service.metricsUrl)).rejects.toThrow();
  });

  it('say which port is taken', async () => {
    const logger = createLogger({ level: 'silent' });
    const first = await startService({ name: 'first', module: SampleModule, config: new ServiceConfig(), logger });
    const config = Object.assign(new ServiceConfig(), { PORT: Number(new URL(first.url).port) });
    await expect(startService({ name: 'second', module: SampleModule, config, logger })).rejects.toThrow(
      /^port \d+ on 127\.0\.0\.1 is taken: end what listens there or set PORT/,
    );
    await first.close();
  });

  it('close what they opened when start-up fails', async () => {
    const { lines, logger } = lineCollector();
    const failing = startService({
      name: 'failing',
      module: SampleModule,
      config: new ServiceConfig(),
      logger,
      configure: () => {
        throw new Error('no certificate');
      },
    });
    await expect(failing).rejects.toThrow('no certificate');
    expect(lines.join('')).toContain('sample drained');
  });
});

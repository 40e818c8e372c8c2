import type { Server } from 'node:http';

import type { DynamicModule, Type } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import type { Clock } from '../clock/clock';
import type { ServiceConfig } from '../config/service-config';
import { waitForDatabase } from '../database/wait-for-database';
import { ConnectionDrain } from '../http/connection-drain';
import { ProblemFastifyAdapter } from '../http/problem-fastify-adapter';
import { ProblemFilter } from '../http/problem.filter';
import { registerHealthRoutes, registerMetricsRoute } from '../http/register-probe-routes';
import { registerRequestHooks } from '../http/register-request-hooks';
import { createValidationPipe } from '../http/validation-pipe';
import { withCorrelation } from '../logging/correlation';
import type { Logger } from '../logging/logger';
import { NestLogger } from '../logging/nest-logger';
import type { ServiceRuntime } from '../runtime/service-runtime';
import { createServiceRuntime } from '../runtime/service-runtime';
import { shutdownOrder } from '../shutdown/shutdown-hooks';
import { ChassisModule } from './chassis.module';
import { createCloser } from './create-closer';
import { listen, metricsUrl } from './listen';
import { stopOnSignals } from './stop-on-signals';

/** How a service is started. */
export interface StartServiceOptions {
  name: string;
  /** The service's root module; it must not import `ChassisModule` itself. */
  module: Type | DynamicModule;
  config: ServiceConfig;
  /** Parent logger; a process that hosts several services passes one. */
  logger?: Logger;
  clock?: Clock;
  /** Largest request body in bytes; 1 MiB by default. */
  bodyLimitBytes?: number;
  trustProxy?: boolean | string | string[];
  /** Nest microservices that share pipes and filter with HTTP; they start before the port opens. */
  microservices?: MicroserviceOptions[];
  /** Fastify plugins, guards, WebSocket adapter: called after the defaults are set and before anything starts. */
  configure?: (app: NestFastifyApplication, runtime: ServiceRuntime) => Promise<void> | void;
  /** Stop and exit on SIGTERM and SIGINT. Only for a process that holds one service. */
  handleSignals?: boolean;
}

/** A service that accepts work. */
export interface RunningService {
  name: string;
  /** Base URL with the real port. */
  url: string;
  /** Where the scrape page is. */
  metricsUrl: string;
  app: NestFastifyApplication;
  /** Stops gracefully: not ready, drain, close. Repeated calls return the same promise. */
  close(): Promise<void>;
}

const defaultBodyLimitBytes = 1_048_576;

@Module({})
class ServiceRootModule {}

/** Starts a service; resolves when it listens. Throws what start-up throws, after closing what was open. */
export async function startService(options: StartServiceOptions): Promise<RunningService> {
  const runtime = createServiceRuntime(options);
  return withCorrelation({ service: runtime.name, logger: runtime.logger }, () => start(options, runtime));
}

async function start(options: StartServiceOptions, runtime: ServiceRuntime): Promise<RunningService> {
  const { name, config, logger, health, metrics, shutdown, database } = runtime;
  const close = createCloser(runtime);
  try {
    const app = await createApp(options, runtime);
    const drain = new ConnectionDrain(app.getHttpServer() as Server, runtime.clock);
    shutdown.register('transport', shutdownOrder.transport, () => drain.during(() => app.close()));
    const fastify = app.getHttpAdapter().getInstance();
    registerRequestHooks(fastify, runtime);
    registerHealthRoutes(fastify, health);
    if (config.METRICS_PORT === undefined) registerMetricsRoute(fastify, metrics);
    if (database !== undefined) await waitForDatabase(database, runtime);
    await options.configure?.(app, runtime);
    for (const microservice of options.microservices ?? []) {
      app.connectMicroservice(microservice, { inheritAppConfig: true });
    }
    if (options.microservices?.length) await app.startAllMicroservices();
    const url = await listen(app, config);
    const service: RunningService = { name, url, metricsUrl: await metricsUrl(url, runtime), app, close };
    if (options.handleSignals) stopOnSignals(service, runtime);
    logger.info({ url: service.url }, 'service started');
    return service;
  } catch (error) {
    await close();
    throw error;
  }
}

async function createApp(options: StartServiceOptions, runtime: ServiceRuntime): Promise<NestFastifyApplication> {
  const limits = {
    bodyLimitBytes: options.bodyLimitBytes ?? defaultBodyLimitBytes,
    trustProxy: options.trustProxy ?? false,
  };
  const root = { module: ServiceRootModule, imports: [ChassisModule.forRuntime(runtime), options.module] };
  const app = await NestFactory.create<NestFastifyApplication>(
    root,
    new ProblemFastifyAdapter(limits, runtime.logger),
    { logger: new NestLogger(runtime.logger), abortOnError: false },
  );
  app.useGlobalPipes(createValidationPipe());
  app.useGlobalFilters(new ProblemFilter(runtime.logger));
  return app;
}

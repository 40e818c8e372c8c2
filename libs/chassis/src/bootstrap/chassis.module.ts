import type { DynamicModule, Provider } from '@nestjs/common';
import { Global, Module } from '@nestjs/common';

import { Clock } from '../clock/clock';
import { ServiceConfig } from '../config/service-config';
import { Database } from '../database/database';
import { HealthRegistry } from '../health/health-registry';
import { Logger } from '../logging/logger';
import { MetricsRegistry } from '../metrics/metrics-registry';
import type { ServiceRuntime, ServiceRuntimeOptions } from '../runtime/service-runtime';
import { createServiceRuntime } from '../runtime/service-runtime';
import { ShutdownHooks } from '../shutdown/shutdown-hooks';

/** Injection token of the service's name (`orchestrator`). */
export const SERVICE_NAME = Symbol('SERVICE_NAME');

/**
 * Makes config (under its own class and `ServiceConfig`), `Clock`, `Logger`, `MetricsRegistry`, `HealthRegistry`,
 * `ShutdownHooks`, `Database` (with a `DATABASE_URL`) and `SERVICE_NAME` injectable everywhere. `startService`
 * imports it; only module tests import it themselves.
 */
@Global()
@Module({})
export class ChassisModule {
  /** For module tests: builds the parts, which the test closes. */
  static forService(options: ServiceRuntimeOptions): DynamicModule {
    return ChassisModule.forRuntime(createServiceRuntime(options));
  }

  /** Provides parts that exist already. */
  static forRuntime(runtime: ServiceRuntime): DynamicModule {
    const { name, config, clock, logger, metrics, health, shutdown, database } = runtime;
    const providers: Provider[] = [
      { provide: SERVICE_NAME, useValue: name },
      { provide: ServiceConfig, useValue: config },
      { provide: Clock, useValue: clock },
      { provide: Logger, useValue: logger },
      { provide: MetricsRegistry, useValue: metrics },
      { provide: HealthRegistry, useValue: health },
      { provide: ShutdownHooks, useValue: shutdown },
    ];
    if (config.constructor !== ServiceConfig) providers.push({ provide: config.constructor, useValue: config });
    if (database !== undefined) providers.push({ provide: Database, useValue: database });
    return { module: ChassisModule, providers, exports: providers };
  }
}

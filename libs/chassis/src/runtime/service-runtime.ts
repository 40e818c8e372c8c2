import type { Clock } from '../clock/clock';
import { SystemClock } from '../clock/system-clock';
import type { ServiceConfig } from '../config/service-config';
import { logLevels } from '../config/service-config';
import { Database } from '../database/database';
import { HealthRegistry } from '../health/health-registry';
import { createLogger } from '../logging/create-logger';
import type { Logger } from '../logging/logger';
import { MetricsRegistry } from '../metrics/metrics-registry';
import { ShutdownHooks, shutdownOrder } from '../shutdown/shutdown-hooks';

/** What a service is made from. */
export interface ServiceRuntimeOptions {
  name: string;
  config: ServiceConfig;
  /** A parent logger; the service writes through a child of it, at the quieter of both levels. */
  logger?: Logger;
  clock?: Clock;
}

/** The parts every service has, each its own even when several services share a process. */
export interface ServiceRuntime {
  name: string;
  config: ServiceConfig;
  logger: Logger;
  clock: Clock;
  metrics: MetricsRegistry;
  health: HealthRegistry;
  shutdown: ShutdownHooks;
  /** Present when the configuration has a `DATABASE_URL`; connects on first use. */
  database: Database | undefined;
}

/** Builds the parts; opens no connection. */
export function createServiceRuntime({ name, config, ...options }: ServiceRuntimeOptions): ServiceRuntime {
  const parent = options.logger ?? createLogger({ level: config.LOG_LEVEL });
  const logger = parent.child({ service: name }, { level: quieterLevel(parent.level, config.LOG_LEVEL) });
  const clock = options.clock ?? new SystemClock();
  const metrics = new MetricsRegistry();
  const health = new HealthRegistry(clock, logger);
  const shutdown = new ShutdownHooks(logger);
  const database = createDatabase(name, config, logger, metrics);
  if (database !== undefined) {
    health.register('database', () => database.ping());
    shutdown.register('database', shutdownOrder.database, () => database.close());
  }
  return { name, config, logger, clock, metrics, health, shutdown, database };
}

/** A host's logger sets the most that is written; each service's own level may only narrow it. */
function quieterLevel(...levels: string[]): string {
  return logLevels[Math.max(...levels.map((level) => logLevels.findIndex((known) => known === level)))] ?? 'info';
}

function createDatabase(name: string, config: ServiceConfig, logger: Logger, metrics: MetricsRegistry) {
  if (config.DATABASE_URL === undefined) return undefined;
  return new Database(
    {
      connectionString: config.DATABASE_URL,
      name,
      poolSize: config.DATABASE_POOL_SIZE,
      statementTimeoutMs: config.DATABASE_STATEMENT_TIMEOUT_MS,
    },
    { logger, metrics },
  );
}

import { IsIn, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';

import { ConfigKey } from './config-key';

/** Deployment environments; `production` is the strict one. */
export const environments = ['development', 'test', 'production'] as const;

/** Log levels from most to least talkative. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** The environment variables every service understands. Services extend it in their `config.ts`. */
export class ServiceConfig {
  @ConfigKey({ description: 'Kind of deployment: development, test or production.' })
  @IsIn(environments)
  ENVIRONMENT: string = 'development';

  @ConfigKey({ description: 'Least severe log level that is written.' })
  @IsIn(logLevels)
  LOG_LEVEL: string = 'info';

  @ConfigKey({ description: 'Address to listen on; 0.0.0.0 in a container.' })
  @IsString()
  HOST: string = '127.0.0.1';

  @ConfigKey({ description: 'Port to listen on; 0 takes a free one.' })
  @IsInt()
  @Min(0)
  @Max(65_535)
  PORT: number = 0;

  @ConfigKey({
    description: 'Port for /metrics alone; without it the page is on PORT. 0 takes a free one.',
    type: 'number',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(65_535)
  METRICS_PORT?: number;

  @ConfigKey({ description: "PostgreSQL URL with the service's own login role.", secret: true, type: 'string' })
  @IsOptional()
  @IsString()
  DATABASE_URL?: string;

  @ConfigKey({ description: 'Most connections held to PostgreSQL.' })
  @IsInt()
  @Min(1)
  @Max(500)
  DATABASE_POOL_SIZE: number = 8;

  @ConfigKey({ description: 'Milliseconds after which PostgreSQL ends a statement.' })
  @IsInt()
  @Min(100)
  DATABASE_STATEMENT_TIMEOUT_MS: number = 15_000;

  @ConfigKey({ description: 'NATS URL, for example nats://127.0.0.1:4222.', type: 'string' })
  @IsOptional()
  @IsString()
  NATS_URL?: string;

  @ConfigKey({ description: "Seed of the service's own NATS user.", secret: true, type: 'string' })
  @IsOptional()
  @IsString()
  NATS_NKEY_SEED?: string;

  @ConfigKey({ description: 'OTLP/HTTP collector that receives traces; without it none are made.', type: 'string' })
  @IsOptional()
  @IsString()
  OTEL_EXPORTER_OTLP_ENDPOINT?: string;

  @ConfigKey({ description: 'Milliseconds a stopping service may take before it is cut off.' })
  @IsInt()
  @Min(100)
  SHUTDOWN_TIMEOUT_MS: number = 20_000;
}

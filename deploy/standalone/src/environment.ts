import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

import { findCheckout } from './checkout';

/** The variables of whoever runs the platform. */
export type OwnerEnvironment = Readonly<Record<string, string | undefined>>;

/** A copy of the process's environment: nothing later in the process can change what was decided at the start. */
export function readEnvironment(): OwnerEnvironment {
  return { ...process.env };
}

/** The process's environment over what stands in `.env` of the checkout, or in the file `BOTARMY_ENV_FILE` names. */
export function readOwnerEnvironment(from: OwnerEnvironment = readEnvironment()): OwnerEnvironment {
  const file = from.BOTARMY_ENV_FILE || join(findCheckout(), '.env');
  return existsSync(file) ? { ...parseEnv(readFileSync(file, 'utf8')), ...from } : from;
}

/** The value of a variable; empty counts as not set. */
export function valueOf(environment: OwnerEnvironment, name: string): string | undefined {
  return environment[name] || undefined;
}

/**
 * Starts tracing when it has a receiver. To be called before anything that is traced is loaded. The tracer reads the
 * process's own environment, so its variables are put there from `.env`.
 */
export function preloadTelemetry(environment: OwnerEnvironment): void {
  if (valueOf(environment, 'OTEL_EXPORTER_OTLP_ENDPOINT') === undefined) return;
  for (const [name, value] of Object.entries(environment)) if (name.startsWith('OTEL_')) process.env[name] ??= value;
  process.env.OTEL_SERVICE_NAME ??= 'botarmy-standalone';
  require(join(findCheckout(), 'libs/chassis/dist/telemetry-preload.js'));
}

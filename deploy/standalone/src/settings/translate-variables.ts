import { valueOf } from '../environment';
import type { OwnerEnvironment } from '../environment';
import { readBackendUrl } from './backend-url';

const levelNames: Readonly<Record<string, string>> = { warning: 'warn', critical: 'fatal', notset: 'trace' };

/**
 * Turns the variables of the specification into the keys services understand; everything else stays as it is. Values are
 * not judged here: the service that reads a key refuses a wrong one by name.
 */
export function translateVariables(environment: OwnerEnvironment): OwnerEnvironment {
  const backend = readBackendUrl(environment);
  return withoutUndefined({
    ...environment,
    LOG_LEVEL: logLevelOf(environment),
    ENVIRONMENT: valueOf(environment, 'ENVIRONMENT')?.toLowerCase(),
    DATABASE_POOL_SIZE: valueOf(environment, 'DATABASE_POOL_SIZE') ?? valueOf(environment, 'CONNECTION_POOL_SIZE'),
    COOKIE_SECURE: valueOf(environment, 'COOKIE_SECURE') ?? (backend?.protocol === 'https:' ? 'true' : undefined),
    CORS_ORIGINS: withOrigins(valueOf(environment, 'CORS_ORIGINS'), backend === undefined ? [] : [backend.origin]),
  });
}

/** Adds origins to a JSON list of them; a value that is no list is left for the gateway to refuse. */
export function withOrigins(list: string | undefined, origins: readonly string[]): string | undefined {
  if (origins.length === 0) return list;
  const known = list === undefined ? [] : parseList(list);
  return known === undefined ? list : JSON.stringify([...new Set([...known, ...origins])]);
}

function parseList(text: string): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function logLevelOf(environment: OwnerEnvironment): string | undefined {
  const level = valueOf(environment, 'LOG_LEVEL')?.toLowerCase();
  if (level !== undefined) return levelNames[level] ?? level;
  return valueOf(environment, 'DEBUG')?.toLowerCase() === 'true' ? 'debug' : undefined;
}

function withoutUndefined(environment: OwnerEnvironment): OwnerEnvironment {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));
}

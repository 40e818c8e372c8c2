import type { PoolConfig } from 'pg';
import { TypeOverrides, types } from 'pg';

/** How a service reaches its schema. */
export interface DatabaseSettings {
  /** URL with the service's login role; `?schema=` names the schema when `schema` does not. */
  connectionString: string;
  /** Shown in `pg_stat_activity`; also the schema's default, with `-` as `_`. */
  name: string;
  schema?: string;
  poolSize?: number;
  statementTimeoutMs?: number;
  /** How long a caller waits for a free connection before it gets an error. */
  connectTimeoutMs?: number;
}

/** The schema a service works in. */
export function databaseSchema(settings: DatabaseSettings): string {
  const fromUrl = new URL(settings.connectionString).searchParams.get('schema');
  const schema = settings.schema ?? fromUrl ?? settings.name.replaceAll('-', '_');
  if (!/^[a-z_][a-z0-9_]*$/.test(schema)) {
    throw new Error(`"${schema}" cannot name a schema: use lower-case letters, digits and underscores`);
  }
  return schema;
}

/** node-postgres settings: own search path, bounded waits, whole numbers as numbers. */
export function poolSettings(settings: DatabaseSettings): PoolConfig {
  const url = new URL(settings.connectionString);
  url.searchParams.delete('schema');
  return {
    connectionString: url.toString(),
    application_name: `botarmy-${settings.name}`,
    max: settings.poolSize ?? 8,
    connectionTimeoutMillis: settings.connectTimeoutMs ?? 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    statement_timeout: settings.statementTimeoutMs ?? 15_000,
    idle_in_transaction_session_timeout: 60_000,
    options: `-c search_path=${databaseSchema(settings)}`,
    types: numberTypes(),
  };
}

/** 64-bit integers arrive as numbers; one beyond 2^53 stays a string instead of being rounded. */
function numberTypes(): TypeOverrides {
  const overrides = new TypeOverrides();
  overrides.setTypeParser(types.builtins.INT8, (text) => {
    const value = Number(text);
    return Number.isSafeInteger(value) ? value : text;
  });
  return overrides;
}

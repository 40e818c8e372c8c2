/** Server settings as `postgres -c name=value` takes them. */
export type PostgresSettings = Readonly<Record<string, string | number>>;

/** The settings of an embedded server: loopback only, modest memory and disk, 200 connections, UTC. */
export function postgresSettings(options: { port: number; fsync: boolean; overrides?: PostgresSettings }): string[] {
  const settings: PostgresSettings = {
    listen_addresses: '127.0.0.1',
    port: options.port,
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '128MB',
    min_wal_size: '64MB',
    max_wal_size: '256MB',
    // No replicas here: the smallest log, and CREATE DATABASE and bulk loads skip most of it.
    wal_level: 'minimal',
    max_wal_senders: 0,
    io_method: 'sync',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'warning',
    log_line_prefix: '%m [%p] ',
    fsync: options.fsync ? 'on' : 'off',
    full_page_writes: options.fsync ? 'on' : 'off',
    ...options.overrides,
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** One NATS user, known by its public nkey, with the subjects it may use. */
export interface NatsUser {
  nkey: string;
  publish: readonly string[];
  subscribe: readonly string[];
  /** Lets a responder publish to reply subjects it was asked on, `max` times within `expires` (for example `5m`). */
  allowResponses?: { max: number; expires: string };
}

/** Input of {@link renderNatsConfig}. Without `users` anybody on this host may connect. */
export interface NatsConfigOptions {
  port: number;
  host?: string;
  storeDirectory: string;
  users?: readonly NatsUser[];
  /** fsync before each acknowledgement; only for servers from 2.10 on. */
  syncAlways?: boolean;
  maxPayloadBytes?: number;
}

/** The server's configuration text, one statement a line; strings are JSON, which the format accepts. */
export function renderNatsConfig(options: NatsConfigOptions): string {
  const { port, host = '127.0.0.1', storeDirectory, users = [], syncAlways = false, maxPayloadBytes } = options;
  const jetStream = [`  store_dir: ${quote(storeDirectory)}`, ...(syncAlways ? ['  sync_interval: always'] : [])];
  const lines = [
    `listen: ${quote(`${host}:${port}`)}`,
    ...(maxPayloadBytes === undefined ? [] : [`max_payload: ${maxPayloadBytes}`]),
    'jetstream {',
    ...jetStream,
    '}',
    ...(users.length === 0 ? [] : authorization(users)),
  ];
  return `${lines.join('\n')}\n`;
}

/** A client that starts on a busy machine may need some seconds until it proves who it is. */
function authorization(users: readonly NatsUser[]): string[] {
  return ['authorization {', '  timeout: 10', '  users: [', ...users.map(renderUser), '  ]', '}'];
}

function renderUser(user: NatsUser): string {
  const { nkey, publish, subscribe, allowResponses } = user;
  const permissions = [`publish: ${allow(publish)}`, `subscribe: ${allow(subscribe)}`];
  if (allowResponses !== undefined) {
    permissions.push(`allow_responses: { max: ${allowResponses.max}, expires: ${quote(allowResponses.expires)} }`);
  }
  return `    { nkey: ${quote(nkey)}, permissions: { ${permissions.join(', ')} } }`;
}

/** An empty list would mean "no restriction" to the server; nothing allowed is written as everything denied. */
function allow(subjects: readonly string[]): string {
  return subjects.length === 0 ? '{ deny: [">"] }' : `{ allow: [${subjects.map(quote).join(', ')}] }`;
}

function quote(text: string): string {
  return JSON.stringify(text);
}

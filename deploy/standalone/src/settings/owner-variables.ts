/** One variable of the specification (§10.1.2 and §10.2.1) and what became of it. */
export interface OwnerVariable {
  readonly name: string;
  readonly section: '10.1.2' | '10.2.1' | '10.1.2, 10.2.1';
  /** Keys of services' configuration classes that are set from it; empty when the launcher alone reads it or nobody does. */
  readonly becomes: readonly string[];
  /** False when the variable has no meaning any more; `explanation` then says why. */
  readonly hasMeaning: boolean;
  readonly explanation: string;
}

const both = '10.1.2, 10.2.1';

/** Every variable of the specification, in its order. Their names are kept; the configuration page lists this table. */
export const OWNER_VARIABLES: readonly OwnerVariable[] = [
  {
    name: 'OPENAI_API_KEY',
    section: '10.1.2',
    becomes: ['OPENAI_API_KEY'],
    hasMeaning: true,
    explanation:
      'Key of OpenAI. With any of the three keys the real providers are used; without one, the simulated provider.',
  },
  {
    name: 'ANTHROPIC_API_KEY',
    section: '10.1.2',
    becomes: ['ANTHROPIC_API_KEY'],
    hasMeaning: true,
    explanation: 'Key of Anthropic.',
  },
  {
    name: 'GOOGLE_GENAI_API_KEY',
    section: '10.1.2',
    becomes: ['GOOGLE_GENAI_API_KEY'],
    hasMeaning: true,
    explanation: 'Key of Google.',
  },
  {
    name: 'BACKEND_URL',
    section: both,
    becomes: ['PORT', 'CORS_ORIGINS', 'COOKIE_SECURE'],
    hasMeaning: true,
    explanation:
      'Address under which people reach console and API. A loopback address also chooses the port; the origin is allowed to call; ' +
      'https makes cookies Secure. A path is ignored: routes begin with /api.',
  },
  {
    name: 'WEBSOCKET_URL',
    section: both,
    becomes: [],
    hasMeaning: false,
    explanation:
      'The WebSocket is on the same port: /api/ws, with /ws as an alias. Clients derive it from BACKEND_URL.',
  },
  {
    name: 'DEBUG',
    section: both,
    becomes: ['LOG_LEVEL'],
    hasMeaning: true,
    explanation: '`true` is LOG_LEVEL=debug where LOG_LEVEL is not set.',
  },
  {
    name: 'ENVIRONMENT',
    section: both,
    becomes: ['ENVIRONMENT'],
    hasMeaning: true,
    explanation: 'development, test or production. In production there is no demo user unless a demo runs.',
  },
  {
    name: 'LOG_LEVEL',
    section: '10.1.2',
    becomes: ['LOG_LEVEL'],
    hasMeaning: true,
    explanation: 'In any case: INFO is info, WARNING is warn, CRITICAL is fatal.',
  },
  {
    name: 'SECRET_KEY',
    section: both,
    becomes: [],
    hasMeaning: false,
    explanation:
      'Nothing is signed with one shared key: sessions are random and stored as hashes, every service has its own database ' +
      'password and NATS key, made at the first start and kept in secrets.json.',
  },
  {
    name: 'CORS_ORIGINS',
    section: both,
    becomes: ['CORS_ORIGINS'],
    hasMeaning: true,
    explanation: 'JSON list of origins besides its own whose pages may call the gateway.',
  },
  {
    name: 'RATE_LIMIT_ENABLED',
    section: '10.1.2',
    becomes: ['RATE_LIMIT_ENABLED'],
    hasMeaning: true,
    explanation:
      '`false` lets people send any number of requests per minute. Limits of logins cannot be switched off: they are ' +
      'LOGIN_LIMIT_PER_ACCOUNT, LOGIN_LIMIT_PER_ADDRESS and LOGIN_WINDOW_SECONDS.',
  },
  {
    name: 'RATE_LIMIT_STRICT',
    section: '10.2.1',
    becomes: [],
    hasMeaning: false,
    explanation: 'There is one mode, and it is strict.',
  },
  {
    name: 'MAX_CONNECTIONS',
    section: both,
    becomes: ['MAX_CONNECTIONS'],
    hasMeaning: true,
    explanation: 'WebSocket connections the gateway accepts: 100 here, 1,000 per replica in the Helm chart.',
  },
  {
    name: 'CONNECTION_POOL_SIZE',
    section: both,
    becomes: ['DATABASE_POOL_SIZE'],
    hasMeaning: true,
    explanation: 'Connections to PostgreSQL held by each service; the service-level name, DATABASE_POOL_SIZE, wins.',
  },
  {
    name: 'HEARTBEAT_INTERVAL',
    section: '10.1.2',
    becomes: ['HEARTBEAT_INTERVAL'],
    hasMeaning: true,
    explanation: 'Seconds between two heartbeats on a WebSocket.',
  },
  {
    name: 'CLEANUP_INTERVAL',
    section: '10.2.1',
    becomes: [],
    hasMeaning: false,
    explanation:
      'No single sweeper exists: each service removes what has expired by itself, by age (SESSION_HOURS, BLOB_ORPHAN_AGE_HOURS).',
  },
];

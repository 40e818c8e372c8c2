import { SERVICE_NAMES } from '@botarmy/contracts';

import { keysOf } from './config-class';
import { OWNER_VARIABLES } from './owner-variables';

const allKeys = new Set(SERVICE_NAMES.flatMap((service) => [...keysOf(service)]));

/** Specification §10.1.2 and §10.2.1. */
const specified = [
  'OPENAI_API_KEY',
  'ANTHROPIC_API_KEY',
  'GOOGLE_GENAI_API_KEY',
  'BACKEND_URL',
  'WEBSOCKET_URL',
  'DEBUG',
  'ENVIRONMENT',
  'LOG_LEVEL',
  'SECRET_KEY',
  'CORS_ORIGINS',
  'RATE_LIMIT_ENABLED',
  'RATE_LIMIT_STRICT',
  'MAX_CONNECTIONS',
  'CONNECTION_POOL_SIZE',
  'HEARTBEAT_INTERVAL',
  'CLEANUP_INTERVAL',
];

describe('the table of owner variables', () => {
  it('has every variable of the specification once', () => {
    expect(OWNER_VARIABLES.map(({ name }) => name).sort()).toEqual([...specified].sort());
  });

  it.each(OWNER_VARIABLES.filter(({ hasMeaning }) => hasMeaning))('$name reaches keys that exist', ({ becomes }) => {
    expect(becomes.length).toBeGreaterThan(0);
    for (const key of becomes) expect(allKeys).toContain(key);
  });

  it.each(OWNER_VARIABLES.filter(({ hasMeaning }) => !hasMeaning))(
    '$name is read by no service',
    ({ name, becomes }) => {
      expect(becomes).toEqual([]);
      expect(allKeys).not.toContain(name);
    },
  );
});

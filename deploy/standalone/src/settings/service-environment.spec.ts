import { SERVICE_NAMES } from '@botarmy/contracts';

import { serviceEnvironment } from './service-environment';
import type { PlatformFacts } from './service-environment';

const facts: PlatformFacts = {
  databaseUrl: 'postgresql://owner:secret@127.0.0.1:5432/botarmy?sslmode=disable',
  natsUrl: 'nats://127.0.0.1:4222',
  passwordOf: (service) => `password-of-${service}`,
  seedOf: (service) => `seed-of-${service}`,
  defaults: { identity: { SESSION_HOURS: '2', FIRST_ADMIN_PASSWORD_FILE: '/state/first' } },
  fixed: { hitl: { LOG_LEVEL: 'trace' } },
};

describe('the environment of a service', () => {
  it('has the login of its own role and schema', () => {
    expect(serviceEnvironment('llm-router', {}, facts).DATABASE_URL).toBe(
      'postgresql://botarmy_llm_router:password-of-llm-router@127.0.0.1:5432/botarmy?sslmode=disable&schema=llm_router',
    );
    expect(serviceEnvironment('agent-runner', {}, facts)).not.toHaveProperty('DATABASE_URL');
  });

  it('has the seed of its own NATS user, unless it talks to nobody', () => {
    expect(serviceEnvironment('gateway', {}, facts)).toMatchObject({
      NATS_URL: facts.natsUrl,
      NATS_NKEY_SEED: 'seed-of-gateway',
    });
    expect(serviceEnvironment('model-simulator', {}, facts)).toEqual({});
  });

  it('takes overrides for one service alone', () => {
    const owner = {
      HITL_DATABASE_URL: 'postgresql://mine:pw@db.example/other?schema=people',
      HITL_NATS_CREDENTIALS: 'SU-mine',
    };
    expect(serviceEnvironment('hitl', owner, facts)).toMatchObject({
      DATABASE_URL: owner.HITL_DATABASE_URL,
      NATS_NKEY_SEED: 'SU-mine',
    });
    expect(serviceEnvironment('identity', owner, facts).DATABASE_URL).toContain('botarmy_identity');
  });

  it('gives provider keys to the router and to nobody else', () => {
    const owner = { OPENAI_API_KEY: 'canary', PATH: '/bin' };
    const having = SERVICE_NAMES.filter((service) =>
      Object.values(serviceEnvironment(service, owner, facts)).includes('canary'),
    );
    expect(having).toEqual(['llm-router']);
  });

  it("prefers what is fixed, then the owner's, then the defaults", () => {
    expect(serviceEnvironment('identity', { SESSION_HOURS: '9' }, facts)).toMatchObject({
      SESSION_HOURS: '9',
      FIRST_ADMIN_PASSWORD_FILE: '/state/first',
    });
    expect(serviceEnvironment('hitl', { LOG_LEVEL: 'error' }, facts).LOG_LEVEL).toBe('trace');
    expect(serviceEnvironment('identity', { SESSION_HOURS: '' }, facts).SESSION_HOURS).toBe('2');
  });

  it('never takes port or address that were meant for the gateway', () => {
    const slice = serviceEnvironment('identity', { PORT: '9000', HOST: '0.0.0.0', NATS_NKEY_SEED: 'x' }, facts);
    expect(slice).not.toHaveProperty('PORT');
    expect(slice).not.toHaveProperty('HOST');
    expect(slice.NATS_NKEY_SEED).toBe('seed-of-identity');
  });
});

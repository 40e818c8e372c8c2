import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { SERVICE_NAMES } from '@botarmy/contracts';

import { natsUsers } from '../infrastructure/nats-users';
import { loadSecrets, passwordOf, seedOf } from './secrets';

describe('the secrets of an installation', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'botarmy-secrets-'));
    file = join(folder, 'secrets.json');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are made once, for its owner alone', () => {
    const secrets = loadSecrets(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(new Set(SERVICE_NAMES.map((service) => passwordOf(secrets, service))).size).toBe(SERVICE_NAMES.length);
    expect(seedOf(secrets, 'gateway')).toMatch(/^SU/);
    expect(secrets.demo_user_password.length).toBeGreaterThanOrEqual(12);
    expect(secrets.router_master_keys).toMatch(/^k1:[A-Za-z0-9+/]{43}=$/);
    chmodSync(file, 0o644);
    expect(loadSecrets(file)).toEqual(secrets);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('are completed for a service that came later', () => {
    const first = loadSecrets(file);
    const { notifier: _gone, ...others } = first.nats_seeds;
    writeFileSync(file, JSON.stringify({ ...first, nats_seeds: others }));
    const second = loadSecrets(file);
    expect(second.nats_seeds.notifier).toMatch(/^SU/);
    expect(second.nats_seeds.gateway).toBe(first.nats_seeds.gateway);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(second);
  });

  it('name the file when it is damaged, and leave it alone', () => {
    writeFileSync(file, '{"nats_');
    expect(() => loadSecrets(file)).toThrow(`${file} is not readable as JSON`);
    expect(readFileSync(file, 'utf8')).toBe('{"nats_');
  });

  it('make one NATS user for each service that talks', () => {
    const secrets = loadSecrets(file);
    const users = natsUsers((service) => seedOf(secrets, service));
    expect(users).toHaveLength(SERVICE_NAMES.length - 1);
    expect(users.every(({ nkey }) => nkey.startsWith('U'))).toBe(true);
    expect(users.filter(({ publish }) => publish.includes('$JS.API.STREAM.>'))).toHaveLength(1);
  });
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { CliRig } from '../cli-rig.fixture';

const AT = '2026-01-01T00:00:00.000Z';
const VIRTUAL = { key_id: 'vkey_a', name: 'Shop', ends_with: 'wxyz', status: 'active', group_id: null, models: null };
const PROVIDER = { key_id: 'pkey_a', provider: 'openai', name: 'Main', ends_with: 'wxyz', status: 'failing' };

describe('keys at the command line', () => {
  let rig: CliRig;
  beforeEach(() => {
    rig = new CliRig();
  });
  afterEach(() => rig.remove());

  const lastBody = (): unknown => rig.requests.at(-1)?.body;

  it('of the door are made with limits in dollars, exactly, and their secret is printed once', async () => {
    rig.answer('POST /api/virtual-keys', () => ({ secret: 'sk-ba-secret', key: VIRTUAL }));
    const limits = ['--dollars', '12.345678', '--per', 'day', '--requests', '60'];
    const made = await rig.run([
      'keys',
      'virtual',
      'create',
      'Shop',
      '--model',
      'default',
      '--group',
      'sales',
      ...limits,
    ]);
    expect(made.stdout).toMatch(/^Key vkey_a opens the door .*\nsk-ba-secret\n$/);
    expect(lastBody()).toEqual({
      name: 'Shop',
      group_id: 'sales',
      models: ['default'],
      limits: { requests_per_minute: 60, budget_micros: 12_345_678, budget_period: 'day' },
    });
    await rig.run(['keys', 'virtual', 'create', 'Plain']);
    expect(lastBody()).toEqual({ name: 'Plain' });
  });

  it('of the door are listed and revoked', async () => {
    rig.answer('GET /api/virtual-keys', () => ({ keys: [{ ...VIRTUAL, expires_at: null, created_by: 'usr_a' }] }));
    const { stdout } = await rig.run(['keys', 'virtual', 'list']);
    expect(stdout).toMatch(/^vkey_a +Shop +wxyz +active +- +everything +never +usr_a$/m);
    rig.answer('POST /api/virtual-keys/vkey_a/revoke', () => ({ revoked_at: AT }));
    expect((await rig.run(['keys', 'virtual', 'revoke', 'vkey_a'])).stdout).toContain('opens nothing any more');
  });

  it('of providers are added from a file, listed and retired', async () => {
    const file = join(rig.home, 'secret');
    writeFileSync(file, 'sk-real-secret\n');
    rig.answer('POST /api/provider-keys', () => PROVIDER);
    const add = ['keys', 'provider', 'add', 'openai', '--secret-file', file, '--replaces', 'pkey_b', '--overlap', '60'];
    const added = await rig.run(add);
    expect(added.stdout).toBe('Key pkey_a (…wxyz) is used from now on.\n');
    const secret = 'sk-real-secret';
    expect(lastBody()).toEqual({ provider: 'openai', name: 'openai', secret, replaces: 'pkey_b', overlap_s: 60 });
    rig.answer('GET /api/provider-keys', () => ({ keys: [{ ...PROVIDER, valid_until: null, created_by: 'usr_a' }] }));
    const { stdout } = await rig.run(['keys', 'provider', 'list']);
    expect(stdout).toMatch(/^pkey_a +openai +Main +wxyz +failing +- +usr_a$/m);
    rig.answer('POST /api/provider-keys/pkey_a/retire', () => ({ retired_at: AT }));
    expect((await rig.run(['keys', 'provider', 'retire', 'pkey_a'])).stdout).toContain('not used any more');
  });

  it.each([
    [['keys', 'virtual', 'create']],
    [['keys', 'virtual', 'create', 'x', '--dollars', '-1']],
    [['keys', 'virtual', 'create', 'x', '--per', 'week', '--dollars', '1']],
    [['keys', 'provider', 'add', 'openai']],
    [['keys', 'provider', 'add', 'openai', '--secret-file', '/nowhere']],
    [['keys', 'provider', 'add', 'openai', '--secret-file', '-', '--overlap', '5']],
  ])('%j is refused before anything is asked', async (args) => {
    expect((await rig.run(args)).code).toBe(2);
    expect(rig.requests).toEqual([]);
  });

  it('are read again', async () => {
    const reply = { provider_keys: 2, unreadable_keys: 0, changed_settings: 1, refreshed_at: AT };
    rig.answer('POST /api/config/refresh', () => reply);
    expect((await rig.run(['config', 'refresh'])).stdout).toContain('in use: 2');
  });
});

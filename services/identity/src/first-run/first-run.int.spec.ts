import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { logIn } from '@botarmy/contracts';

import { ANONYMOUS, createIdentityRig, DEMO_PASSWORD } from '../identity.fixture';
import type { IdentityRig } from '../identity.fixture';

describe('the first run', () => {
  let rig: IdentityRig;
  let folder: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'botarmy-identity-'));
    rig = await createIdentityRig();
  });
  afterEach(async () => {
    await rig.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const opens = (email: string, password: string): Promise<boolean> =>
    rig.asker.ask(logIn, { email, password, channel: 'token', client_address: '192.0.2.1' }, ANONYMOUS).then(
      () => true,
      () => false,
    );
  const generated = (environment = {}) => ({ FIRST_ADMIN_PASSWORD: undefined, ...environment });

  it('leaves a generated password in a file for its owner alone, once', async () => {
    const file = join(folder, 'first-password');
    await rig.start(generated({ FIRST_ADMIN_PASSWORD_FILE: file }));
    const password = readFileSync(file, 'utf8').trim();
    expect(password).toMatch(/^[\w-]{20}$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await opens('admin@botarmy.local', password)).toBe(true);
    rmSync(file);
    await rig.start(generated({ FIRST_ADMIN_PASSWORD_FILE: file }));
    expect(existsSync(file)).toBe(false);
  });

  it('prints a generated password once when there is no file', async () => {
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    await rig.start(generated());
    await rig.start(generated());
    const lines = write.mock.calls.map(([line]) => String(line)).filter((line) => line.includes('first administrator'));
    write.mockRestore();
    expect(lines).toHaveLength(1);
    const password = /: (\S+)\n$/.exec(lines[0] ?? '')?.[1] ?? '';
    expect(await opens('admin@botarmy.local', password)).toBe(true);
  });

  it('makes one administrator when replicas start together', async () => {
    const files = [join(folder, 'a'), join(folder, 'b'), join(folder, 'c')];
    await Promise.all(files.map((file) => rig.start(generated({ FIRST_ADMIN_PASSWORD_FILE: file }))));
    expect(readdirSync(folder)).toHaveLength(1);
    const users = await rig.database.query('SELECT role FROM identity."user"');
    expect(users).toEqual([{ role: 'owner' }]);
  });

  it('gives the demo user the configured password, also when it changes', async () => {
    await rig.start({ DEMO_USER_PASSWORD: DEMO_PASSWORD });
    expect(await opens('demo@botarmy.local', DEMO_PASSWORD)).toBe(true);
    await rig.start({ DEMO_USER_PASSWORD: DEMO_PASSWORD });
    await rig.start({ DEMO_USER_PASSWORD: 'another demo password' });
    expect(await opens('demo@botarmy.local', DEMO_PASSWORD)).toBe(false);
    expect(await opens('demo@botarmy.local', 'another demo password')).toBe(true);
    const users = await rig.database.query('SELECT name, role FROM identity."user" ORDER BY email');
    expect(users).toEqual([
      { name: 'Administrator', role: 'owner' },
      { name: 'Demo user', role: 'approver' },
    ]);
  });
});

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { CredentialStore } from './credentials';

const credential = { token: 'secret', expires_at: '2026-01-15T10:30:00.000Z', email: 'ada@example.com' };

describe('credentials', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'botarmy-credentials-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('are kept by address, readable by their owner alone', async () => {
    const store = new CredentialStore({}, home);
    expect(store.file).toBe(join(home, '.config', 'botarmy', 'credentials.json'));
    await expect(store.find('http://a')).resolves.toBeUndefined();
    await store.save('http://a', credential);
    await store.save('http://b', { ...credential, token: 'other' });
    await expect(store.find('http://a')).resolves.toEqual(credential);
    await expect(store.currentUrl()).resolves.toBe('http://b');
    expect(statSync(store.file).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(store.file)).mode & 0o777).toBe(0o700);
    expect(readdirSync(dirname(store.file))).toEqual(['credentials.json']);
  });

  it('become private when the file was not', async () => {
    const store = new CredentialStore({}, home);
    await store.save('http://a', credential);
    writeFileSync(store.file, readFileSync(store.file), { mode: 0o644 });
    await store.save('http://b', credential);
    expect(statSync(store.file).mode & 0o777).toBe(0o600);
  });

  it('are forgotten one by one', async () => {
    const store = new CredentialStore({}, home);
    await store.save('http://a', credential);
    await store.save('http://b', credential);
    await store.remove('http://b');
    await expect(store.find('http://b')).resolves.toBeUndefined();
    await expect(store.find('http://a')).resolves.toEqual(credential);
    await expect(store.currentUrl()).resolves.toBeUndefined();
  });

  it('stand below XDG_CONFIG_HOME when it is set', () => {
    expect(new CredentialStore({ XDG_CONFIG_HOME: '/x' }, home).file).toBe('/x/botarmy/credentials.json');
    expect(new CredentialStore({ XDG_CONFIG_HOME: '' }, home).file.startsWith(home)).toBe(true);
  });

  it('know no session by the name of a built-in property', async () => {
    await expect(new CredentialStore({}, home).find('constructor')).resolves.toBeUndefined();
  });

  it('that are damaged say so, and where', async () => {
    const store = new CredentialStore({}, home);
    mkdirSync(dirname(store.file), { recursive: true });
    writeFileSync(store.file, '{');
    await expect(store.find('http://a')).rejects.toThrow(`${store.file} is damaged`);
  });

  it('that cannot be written leave nothing behind', async () => {
    const store = new CredentialStore({}, home);
    mkdirSync(store.file, { recursive: true });
    await expect(store.save('http://a', credential)).rejects.toThrow();
    expect(readdirSync(dirname(store.file))).toEqual(['credentials.json']);
  });
});

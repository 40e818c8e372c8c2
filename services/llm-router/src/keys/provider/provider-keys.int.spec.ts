import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { AddProviderKeyRequest, Caller, ProviderKeyView } from '@botarmy/contracts';
import {
  addProviderKey,
  DEFAULT_TENANT_ID,
  listProviderKeys,
  refreshRouter,
  retireProviderKey,
} from '@botarmy/contracts';
import { startHttpRecorder, waitFor } from '@botarmy/testing';
import type { HttpRecorder } from '@botarmy/testing';

import { callRequest, createRouterRig, RUNNER } from '../../router.fixture';
import type { RouterRig } from '../../router.fixture';

const ADMIN: Caller = {
  tenant_id: DEFAULT_TENANT_ID,
  user_id: 'usr_admin',
  user_name: 'An admin',
  role: 'admin',
  request_id: 'req_test',
};
const masterKey = (id: string, fill: number): string => `${id}:${Buffer.alloc(32, fill).toString('base64')}`;
const REFUSED = JSON.stringify({ error: { message: 'Incorrect API key', type: 'invalid_request_error' } });

describe('provider keys of tenants', () => {
  let rig: RouterRig;
  let provider: HttpRecorder;
  let directory: string;
  /** Secrets the provider does not take. */
  const bad = new Set<string>();
  beforeAll(async () => {
    rig = await createRouterRig();
    directory = mkdtempSync(join(tmpdir(), 'botarmy-router-secrets-'));
    writeFileSync(join(directory, 'MASTER_KEYS'), masterKey('m1', 1));
    writeFileSync(join(directory, 'OPENAI_API_KEY'), 'sk-installation-1\n');
    provider = await startHttpRecorder(async ({ path, headers, body }) => {
      if (bad.has(secretOf(headers))) {
        return { status: 401, headers: { 'content-type': 'application/json' }, body: REFUSED };
      }
      const answer = await fetch(`${rig.simulator.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer any' },
        body: new Uint8Array(body),
      });
      const type = answer.headers.get('content-type') ?? '';
      return { status: answer.status, headers: { 'content-type': type }, body: await answer.text() };
    });
    const environment = { OPENAI_BASE_URL: `${provider.url}/v1`, SECRETS_DIRECTORY: directory, ROUTE_ROUNDS: '1' };
    await Promise.all([rig.start(environment), rig.start(environment)]);
  });
  afterAll(async () => {
    await rig.stop();
    await provider.close();
    rmSync(directory, { recursive: true, force: true });
  });

  let tenants = 0;
  const newTenant = (): string => `ten_t${(tenants += 1)}`;
  const add = (tenant: string, request: Partial<AddProviderKeyRequest>): Promise<ProviderKeyView> =>
    rig.asker.ask(
      addProviderKey,
      { provider: 'openai', name: 'Main', secret: 'sk-unused', ...request },
      { ...ADMIN, tenant_id: tenant },
    );
  const list = async (tenant: string): Promise<ProviderKeyView[]> =>
    (await rig.asker.ask(listProviderKeys, {}, { ...ADMIN, tenant_id: tenant })).keys;
  /** The secrets a number of calls of a tenant were made with; both replicas get their share. */
  async function secretsUsed(tenant: string, calls = 8): Promise<string[]> {
    const before = provider.requests.length;
    for (let call = 0; call < calls; call += 1) await rig.ask(callRequest(), {}, { ...RUNNER, tenant_id: tenant });
    return provider.requests.slice(before).map(({ headers }) => secretOf(headers));
  }
  const settledOn = (tenant: string, ...secrets: string[]): Promise<unknown> =>
    waitFor(
      async () => {
        const used = new Set(await secretsUsed(tenant));
        return used.size === secrets.length && secrets.every((secret) => used.has(secret));
      },
      { describe: `calls with ${secrets.join(' and ')} alone` },
    );

  it('take turns, on every replica at once, and no other tenant uses them', async () => {
    const tenant = newTenant();
    expect(new Set(await secretsUsed(tenant))).toEqual(new Set(['sk-installation-1']));
    const first = await add(tenant, { name: 'One', secret: 'sk-tenant-key-1' });
    await add(tenant, { name: 'Two', secret: 'sk-tenant-key-2' });
    await settledOn(tenant, 'sk-tenant-key-1', 'sk-tenant-key-2');
    expect(new Set(await secretsUsed(newTenant()))).toEqual(new Set(['sk-installation-1']));
    expect(await list(newTenant())).toEqual([]);
    expect(first).toMatchObject({ ends_with: 'ey-1', status: 'healthy', created_by: 'usr_admin' });
  });

  it('are kept encrypted, and shown to nobody', async () => {
    const tenant = newTenant();
    await add(tenant, { secret: 'sk-very-secret-value' });
    expect(JSON.stringify(await list(tenant))).not.toContain('very-secret');
    for (const table of ['provider_key', 'outbox', 'model_call', 'ledger_entry']) {
      const rows = await rig.database.query(`SELECT row_to_json(t)::text AS text FROM llm_router.${table} t`);
      expect(JSON.stringify(rows)).not.toContain('very-secret');
    }
  });

  it('are booked with what they paid for', async () => {
    const tenant = newTenant();
    const { key_id } = await add(tenant, { secret: 'sk-tenant-booked' });
    await settledOn(tenant, 'sk-tenant-booked');
    const sql = 'SELECT DISTINCT provider_key_id AS id FROM llm_router.ledger_entry WHERE tenant_id = $1';
    expect(await rig.database.query(sql, [tenant])).toContainEqual({ id: key_id });
  });

  it('give way to the next when the provider refuses one, which is shown as failing', async () => {
    const tenant = newTenant();
    const keys = [
      await add(tenant, { name: 'Good', secret: 'sk-good-tenant' }),
      await add(tenant, { name: 'Bad', secret: 'sk-bad-tenant' }),
    ];
    bad.add('sk-bad-tenant');
    const used = await secretsUsed(tenant, 12);
    expect(used.filter((secret) => secret === 'sk-good-tenant')).toHaveLength(12);
    expect(used.length).toBeGreaterThan(12);
    await waitFor(
      async () => (await list(tenant)).some(({ key_id, status }) => key_id === keys[1]?.key_id && status === 'failing'),
      { describe: 'the failing key' },
    );
    expect(new Set(await secretsUsed(tenant))).toEqual(new Set(['sk-good-tenant']));
    bad.add('sk-good-tenant');
    const refused = rig.ask(callRequest(), {}, { ...RUNNER, tenant_id: tenant });
    await expect(refused).rejects.toMatchObject({ code: 'provider-refused-key' });
  });

  it('are rotated with an overlap, and retired at once', async () => {
    const tenant = newTenant();
    const old = await add(tenant, { secret: 'sk-tenant-old' });
    await settledOn(tenant, 'sk-tenant-old');
    const fresh = await add(tenant, { secret: 'sk-tenant-new', replaces: old.key_id, overlap_s: 3_600 });
    await settledOn(tenant, 'sk-tenant-old', 'sk-tenant-new');
    const next = await add(tenant, { secret: 'sk-tenant-newer', replaces: fresh.key_id, overlap_s: 0 });
    await settledOn(tenant, 'sk-tenant-old', 'sk-tenant-newer');
    const retire = (key_id: string) => rig.asker.ask(retireProviderKey, { key_id }, { ...ADMIN, tenant_id: tenant });
    const { retired_at } = await retire(old.key_id);
    expect(await retire(old.key_id)).toEqual({ retired_at });
    await settledOn(tenant, 'sk-tenant-newer');
    await expect(retire('pkey_nothing')).rejects.toMatchObject({ status: 404, code: 'provider-key-not-found' });
    await expect(add(tenant, { replaces: old.key_id })).rejects.toMatchObject({ code: 'provider-key-not-found' });
    const status = Object.fromEntries((await list(tenant)).map(({ key_id, status }) => [key_id, status]));
    expect(status).toEqual({ [old.key_id]: 'retired', [fresh.key_id]: 'retired', [next.key_id]: 'healthy' });
  });

  it('are refused where they could not be used', async () => {
    const tenant = newTenant();
    await expect(add(tenant, { provider: 'nobody' })).rejects.toMatchObject({ status: 400, code: 'unknown-provider' });
    await expect(add(tenant, { secret: 'has a space' })).rejects.toMatchObject({ status: 400 });
  });

  it('are sealed anew when the master key changes, and the installation takes its new key, without a restart', async () => {
    const tenant = newTenant();
    await add(tenant, { secret: 'sk-tenant-sealed' });
    writeFileSync(join(directory, 'OPENAI_API_KEY'), 'sk-installation-2');
    writeFileSync(join(directory, 'MASTER_KEYS'), `${masterKey('m2', 2)},${masterKey('m1', 1)}`);
    const refreshed = await rig.asker.ask(refreshRouter, {}, ADMIN);
    expect(refreshed).toMatchObject({ unreadable_keys: 0, changed_settings: 1 });
    const sql = 'SELECT DISTINCT master_key_id AS id FROM llm_router.provider_key WHERE valid_until IS NULL';
    expect(await rig.database.query(sql)).toEqual([{ id: 'm2' }]);
    await settledOn(newTenant(), 'sk-installation-2');
    writeFileSync(join(directory, 'MASTER_KEYS'), masterKey('m2', 2));
    expect(await rig.asker.ask(refreshRouter, {}, ADMIN)).toMatchObject({ unreadable_keys: 0 });
    await settledOn(tenant, 'sk-tenant-sealed');
    writeFileSync(join(directory, 'MASTER_KEYS'), 'nonsense');
    const invalid = rig.asker.ask(refreshRouter, {}, ADMIN);
    await expect(invalid).rejects.toMatchObject({ status: 409, code: 'configuration-invalid' });
    await settledOn(tenant, 'sk-tenant-sealed');
  });
});

function secretOf(headers: { readonly authorization?: string | undefined }): string {
  return (headers.authorization ?? '').replace('Bearer ', '');
}

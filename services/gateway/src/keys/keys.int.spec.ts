import type { RunningService } from '@botarmy/chassis';
import {
  addProviderKey,
  createId,
  createVirtualKey,
  listModels,
  listProviderKeys,
  listVirtualKeys,
  refreshRouter,
  retireProviderKey,
  revokeVirtualKey,
  verifyVirtualKey,
} from '@botarmy/contracts';

import { send } from '../client.fixture';
import { GatewayRig } from '../gateway.fixture';

const AT = '2026-01-01T00:00:00.000Z';
const VIRTUAL_KEY = createId('vkey');
const PROVIDER_KEY = createId('pkey');
const SECRET = `sk-ba-${'a'.repeat(43)}`;
const VIRTUAL_VIEW = {
  key_id: VIRTUAL_KEY,
  name: 'Shop',
  ends_with: 'aaaa',
  group_id: null,
  models: null,
  status: 'active',
  created_by: 'usr_admin',
  created_at: AT,
  expires_at: null,
  revoked_at: null,
};
const PROVIDER_VIEW = {
  key_id: PROVIDER_KEY,
  provider: 'openai',
  name: 'Main',
  ends_with: 'wxyz',
  status: 'healthy',
  created_by: 'usr_admin',
  created_at: AT,
  valid_until: null,
};

describe('keys', () => {
  let rig: GatewayRig;
  let gateway: RunningService;

  beforeAll(async () => {
    rig = await GatewayRig.create();
    gateway = await rig.start();
    rig.answer(createVirtualKey, () => ({ secret: SECRET, key: VIRTUAL_VIEW }));
    rig.answer(listVirtualKeys, () => ({ keys: [VIRTUAL_VIEW] }));
    rig.answer(revokeVirtualKey, () => ({ revoked_at: AT }));
    rig.answer(addProviderKey, () => PROVIDER_VIEW);
    rig.answer(listProviderKeys, () => ({ keys: [PROVIDER_VIEW] }));
    rig.answer(retireProviderKey, () => ({ retired_at: AT }));
    rig.answer(listModels, () => ({ models: [] }));
    rig.answer(refreshRouter, () => ({ provider_keys: 2, unreadable_keys: 0, changed_settings: 0, refreshed_at: AT }));
    const { key_id, name, group_id, models, expires_at } = VIRTUAL_VIEW;
    rig.answer(verifyVirtualKey, () => ({
      key_id,
      tenant_id: 'ten_default',
      name,
      group_id,
      models,
      expires_at,
      has_rate_limits: false,
    }));
  });
  afterAll(() => rig.stop());

  const ask = (path: string, body?: unknown, role: 'admin' | 'operator' = 'admin') =>
    send(`${gateway.url}/api/${path}`, { ...(body === undefined ? {} : { body }), bearer: rig.session(role) });

  it('of the door are made, listed and revoked by administrators', async () => {
    const made = await ask('virtual-keys', { name: 'Shop', limits: { requests_per_minute: 60 } });
    expect(made.status).toBe(201);
    expect(made.json()).toEqual({ secret: SECRET, key: VIRTUAL_VIEW });
    expect(made.headers.get('cache-control')).toBe('no-store');
    expect((await ask('virtual-keys')).json()).toEqual({ keys: [VIRTUAL_VIEW] });
    expect((await ask(`virtual-keys/${VIRTUAL_KEY}/revoke`, {})).json()).toEqual({ revoked_at: AT });
    expect((await ask('virtual-keys/nonsense/revoke', {})).json()).toMatchObject({ code: 'virtual-key-not-found' });
    expect((await ask('virtual-keys', { name: 'x', limits: { budget_micros: -1 } })).status).toBe(400);
    expect((await ask('virtual-keys', undefined, 'operator')).status).toBe(403);
  });

  it('of the door are of no use here from the answer to their revocation on, even without news', async () => {
    rig.answer(revokeVirtualKey, () => ({ revoked_at: AT }));
    const fresh = await rig.start();
    const models = () => send(`${fresh.url}/v1/models`, { headers: { authorization: `Bearer ${SECRET}` } });
    expect((await models()).status).toBe(200);
    await send(`${fresh.url}/api/virtual-keys/${VIRTUAL_KEY}/revoke`, { body: {}, bearer: rig.session('admin') });
    const refused = await models();
    expect(refused.status).toBe(401);
    expect(refused.json()).toEqual({
      error: expect.objectContaining({ code: 'invalid_api_key', type: 'invalid_request_error' }) as object,
    });
  });

  it('of providers are added, listed and retired by administrators', async () => {
    const body = { provider: 'openai', name: 'Main', secret: 'sk-secret-wxyz' };
    const added = await ask('provider-keys', body);
    expect(added.status).toBe(201);
    expect(added.text).not.toContain('sk-secret');
    expect(rig.askedOf(addProviderKey).at(-1)).toMatchObject({ request: body });
    expect((await ask('provider-keys')).json()).toEqual({ keys: [PROVIDER_VIEW] });
    expect((await ask(`provider-keys/${PROVIDER_KEY}/retire`, {})).json()).toEqual({ retired_at: AT });
    expect((await ask('provider-keys', { ...body, secret: 'short' })).status).toBe(400);
    expect((await ask('provider-keys', body, 'operator')).status).toBe(403);
  });

  it('are read again by administrators', async () => {
    expect((await ask('config/refresh', {})).json()).toMatchObject({ provider_keys: 2 });
    expect((await ask('config/refresh', {}, 'operator')).status).toBe(403);
  });
});

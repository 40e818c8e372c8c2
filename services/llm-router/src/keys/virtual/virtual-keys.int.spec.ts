import type { Caller, CreateVirtualKeyRequest, CreateVirtualKeyReply } from '@botarmy/contracts';
import {
  createVirtualKey,
  DEFAULT_TENANT_ID,
  listBudgets,
  listModels,
  listVirtualKeys,
  readVirtualKeyAllowance,
  revokeVirtualKey,
  verifyVirtualKey,
} from '@botarmy/contracts';

import { createRouterRig } from '../../router.fixture';
import type { RouterRig } from '../../router.fixture';

const ADMIN: Caller = {
  tenant_id: DEFAULT_TENANT_ID,
  user_id: 'usr_admin',
  user_name: 'An admin',
  role: 'admin',
  request_id: 'req_test',
};
const OTHER: Caller = { ...ADMIN, tenant_id: 'ten_other' };

describe('virtual keys', () => {
  let rig: RouterRig;
  beforeAll(async () => {
    rig = await createRouterRig();
    await rig.start();
  });
  afterAll(() => rig.stop());

  const create = (request: CreateVirtualKeyRequest, caller = ADMIN): Promise<CreateVirtualKeyReply> =>
    rig.asker.ask(createVirtualKey, request, caller);
  const verify = (secret: string) => rig.asker.ask(verifyVirtualKey, { secret }, { ...ADMIN, role: 'viewer' });

  it('are shown once, kept as a hash, and say whose they are', async () => {
    const { secret, key } = await create({ name: 'Shop', group_id: 'sales', models: ['default', 'openai/*'] });
    expect(secret).toMatch(/^sk-ba-[\w-]{43}$/);
    expect(await verify(secret)).toEqual({
      key_id: key.key_id,
      tenant_id: DEFAULT_TENANT_ID,
      name: 'Shop',
      group_id: 'sales',
      models: ['default', 'openai/*'],
      expires_at: null,
      has_rate_limits: false,
    });
    const { keys } = await rig.asker.ask(listVirtualKeys, {}, ADMIN);
    expect(keys).toContainEqual(key);
    expect(key).toMatchObject({ status: 'active', ends_with: secret.slice(-4), created_by: 'usr_admin' });
    const rows = await rig.database.query('SELECT row_to_json(k)::text AS text FROM llm_router.virtual_key k');
    expect(JSON.stringify(rows)).not.toContain(secret.slice(6));
    const outbox = await rig.database.query('SELECT row_to_json(o)::text AS text FROM llm_router.outbox o');
    expect(JSON.stringify(outbox)).not.toContain(secret.slice(6));
  });

  it('belong to their tenant alone', async () => {
    const { key } = await create({ name: 'Mine' });
    expect((await rig.asker.ask(listVirtualKeys, {}, OTHER)).keys).toEqual([]);
    const refused = rig.asker.ask(revokeVirtualKey, { key_id: key.key_id }, OTHER);
    await expect(refused).rejects.toMatchObject({ status: 404, code: 'virtual-key-not-found' });
  });

  it('are of no use once revoked, and revoking twice changes nothing', async () => {
    const { secret, key } = await create({ name: 'Short-lived' });
    const first = await rig.asker.ask(revokeVirtualKey, { key_id: key.key_id }, ADMIN);
    await expect(verify(secret)).rejects.toMatchObject({ status: 401, code: 'invalid-api-key' });
    expect(await rig.asker.ask(revokeVirtualKey, { key_id: key.key_id }, ADMIN)).toEqual(first);
    const { keys } = await rig.asker.ask(listVirtualKeys, {}, ADMIN);
    expect(keys.find(({ key_id }) => key_id === key.key_id)).toMatchObject({ status: 'revoked' });
  });

  it('expire', async () => {
    const { secret, key } = await create({ name: 'Until', expires_at: new Date(Date.now() + 3_600_000).toISOString() });
    expect(await verify(secret)).toMatchObject({ key_id: key.key_id });
    const sql = `UPDATE llm_router.virtual_key SET expires_at = now() - interval '1 second' WHERE key_id = $1`;
    await rig.database.query(sql, [key.key_id]);
    await expect(verify(secret)).rejects.toMatchObject({ status: 401 });
    const { keys } = await rig.asker.ask(listVirtualKeys, {}, ADMIN);
    expect(keys.find(({ key_id }) => key_id === key.key_id)).toMatchObject({ status: 'expired' });
  });

  it('come with a budget and a limit of their own, and tell what is left', async () => {
    const limits = { requests_per_minute: 30, tokens_per_minute: 6_000, budget_micros: 5_000_000 };
    const { secret, key } = await create({ name: 'Limited', limits });
    expect(await verify(secret)).toMatchObject({ has_rate_limits: true });
    const { budgets } = await rig.asker.ask(listBudgets, {}, ADMIN);
    const own = budgets.filter(({ scope_id }) => scope_id === key.key_id);
    expect(own).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ period: 'minute', requests_per_minute: 30, tokens_per_minute: 6_000 }),
        expect.objectContaining({ period: 'month', limit_micros: 5_000_000 }),
      ]),
    );
    expect(own).toHaveLength(2);
    expect(await rig.asker.ask(readVirtualKeyAllowance, { key_id: key.key_id }, ADMIN)).toEqual({
      requests_limit: 30,
      requests_left: 30,
      requests_reset_ms: 0,
      tokens_limit: 6_000,
      tokens_left: 6_000,
      tokens_reset_ms: 0,
    });
  });

  it('are not made when nobody could use them', async () => {
    const past = new Date(Date.now() - 1_000).toISOString();
    for (const wrong of [
      { models: [] },
      { models: ['a b'] },
      { expires_at: past },
      { limits: { budget_period: 'day' as const } },
    ]) {
      await expect(create({ name: 'Wrong', ...wrong })).rejects.toMatchObject({ code: 'invalid-virtual-key' });
    }
    await expect(create({ name: 'Wrong', limits: { budget_micros: -1 } })).rejects.toMatchObject({ status: 400 });
    const operator = rig.asker.ask(createVirtualKey, { name: 'Wrong' }, { ...ADMIN, role: 'operator' });
    await expect(operator).rejects.toMatchObject({ status: 403 });
  });

  it('may ask what is listed: routes with their models, and every model', async () => {
    const { models } = await rig.asker.ask(listModels, {}, ADMIN);
    const [route] = models.filter(({ id }) => id === 'default');
    expect(route).toMatchObject({ kind: 'route', owned_by: 'botarmy', simulated: true });
    const ids = models.filter(({ kind }) => kind === 'model').map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted());
    expect(ids).toEqual(expect.arrayContaining(route?.models ?? []));
  });
});

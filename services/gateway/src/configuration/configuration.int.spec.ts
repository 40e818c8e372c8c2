import type { RunningService } from '@botarmy/chassis';
import { getConfiguration, getRouterStatus, listConfigurationChanges, setConfiguration } from '@botarmy/contracts';
import type { ConfigurationView } from '@botarmy/contracts';

import { send } from '../client.fixture';
import type { Sending } from '../client.fixture';
import { GatewayRig, refuse } from '../gateway.fixture';

const MOMENT = '2026-01-15T10:30:00.000Z';
const VIEW: ConfigurationView = {
  agents: [{ id: 'analyst', name: 'Analyst', enabled: true }],
  workflow: { parallel_execution: false },
  llm_providers: ['anthropic'],
  rate_limits: {
    requests_per_minute_per_user: 1,
    requests_per_minute_per_tenant: 1,
    uploads_per_hour_per_user: 1,
    uploads_per_hour: 1,
  },
  retention: { archive_after_days: 30, erase_after_days: 0 },
  notifications: { request_opened: 'inbox', request_changed: 'inbox', message_received: 'inbox', answer_ready: 'off' },
  version: 7,
  updated_at: MOMENT,
  set_keys: ['llm_providers'],
};

describe('the routes of the configuration', () => {
  let rig: GatewayRig;
  let gateway: RunningService;

  beforeAll(async () => {
    rig = await GatewayRig.create();
    gateway = await rig.start();
  });
  afterAll(() => rig.stop());

  const call = (path: string, role: 'viewer' | 'admin', sending: Sending = {}) =>
    send(`${gateway.url}/api/config${path}`, { bearer: rig.session(role), ...sending });

  it('show what holds, with its version as ETag and every provider after those that are put first', async () => {
    rig.answer(getConfiguration, () => VIEW);
    const answer = await call('', 'viewer');
    expect(answer.headers.get('etag')).toBe('"7"');
    expect(answer.headers.get('ratelimit-limit')).toBe('12000');
    expect(answer.headers.get('ratelimit-remaining')).toMatch(/^\d+$/);
    expect(answer.json()).toEqual({ ...VIEW, llm_providers: ['anthropic', 'openai'] });
    await rig.silence(getRouterStatus);
    expect((await call('', 'viewer')).json()).toEqual(VIEW);
    await rig.resume(getRouterStatus);
  });

  it('change keys for administrators, from a version when they name one', async () => {
    rig.answer(setConfiguration, () => ({ success: true, updated_at: MOMENT, version: 8 }));
    const body = { workflow: { parallel_execution: true } };
    const answer = await call('', 'admin', { body });
    expect([answer.status, answer.json()]).toEqual([200, { success: true, updated_at: MOMENT, version: 8 }]);
    await call('', 'admin', { body, headers: { 'if-match': '"7"' } });
    expect(rig.askedOf(setConfiguration).map(({ request }) => request)).toEqual([
      { change: body },
      { change: body, expected_version: 7 },
    ]);
    expect((await call('', 'admin', { body, headers: { 'if-match': 'seven' } })).json()).toMatchObject({
      code: 'invalid-if-match',
    });
    expect((await call('', 'viewer', { body })).json()).toMatchObject({ status: 403, code: 'role-missing' });
    expect((await call('', 'admin', { body: { agents: { analyst: false } } })).json()).toMatchObject({ status: 400 });
    rig.answer(setConfiguration, () => refuse(422, 'configuration-invalid'));
    expect((await call('', 'admin', { body })).json()).toMatchObject({ code: 'configuration-invalid' });
  });

  it('list what was changed, by page', async () => {
    rig.answer(listConfigurationChanges, () => ({ changes: [], next_cursor: null }));
    expect((await call('/history?limit=5&cursor=12', 'admin')).json()).toEqual({ changes: [], next_cursor: null });
    expect(rig.askedOf(listConfigurationChanges)[0]?.request).toEqual({ cursor: '12', limit: 5 });
    expect((await call('/history', 'viewer')).status).toBe(403);
  });
});

import type { RunningService } from '@botarmy/chassis';
import {
  countHitlRequests,
  createId,
  listHitlRecords,
  listHitlRequests,
  removeGroup,
  setDelegation,
  setGroup,
} from '@botarmy/contracts';
import type { LogInReply } from '@botarmy/contracts';

import { send } from '../client.fixture';
import type { Sending } from '../client.fixture';
import { GatewayRig } from '../gateway.fixture';

describe('the inbox, delegations and groups', () => {
  let rig: GatewayRig;
  let gateway: RunningService;
  let owner: LogInReply;

  beforeAll(async () => {
    rig = await GatewayRig.create();
    gateway = await rig.start();
    owner = rig.session('owner');
  });
  afterAll(() => rig.stop());

  const call = (path: string, sending: Sending = {}) => send(gateway.url + path, { bearer: owner, ...sending });

  it('list and count what waits for the caller', async () => {
    rig.answer(listHitlRequests, () => ({ requests: [], total_count: 0, next_cursor: null }));
    rig.answer(countHitlRequests, () => ({ total_count: 0, agents: [], workflows: [], types: [] }));
    await call('/api/hitl/requests?mine=true&agent_id=architect&type=approval');
    expect(rig.askedOf(listHitlRequests).at(-1)?.request).toEqual({
      mine: true,
      agent_id: 'architect',
      type: 'approval',
    });
    await expect(call('/api/hitl/counts?mine=false')).resolves.toMatchObject({ status: 200 });
    expect(rig.askedOf(countHitlRequests).at(-1)?.request).toEqual({ mine: false });
    const wrong = await call('/api/hitl/counts?mine=perhaps');
    expect(wrong.json()).toMatchObject({ status: 400, code: 'validation-failed' });
  });

  it('show the trail of a request', async () => {
    const record = { seq: 1, type: 'asked' as const, occurred_at: '2026-01-15T10:30:00.000Z', data: { binding: 'x' } };
    rig.answer(listHitlRecords, () => ({ records: [record] }));
    const answer = await call(`/api/hitl/requests/${createId('hitl')}/records`);
    expect(answer.json()).toEqual({ records: [record] });
  });

  it('let somebody else decide, and keep groups, for those whose role allows it', async () => {
    const user = createId('usr');
    const dates = { from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' };
    rig.answer(setDelegation, (request) => ({ from_user_id: 'usr_owner', reason: '', ...request }));
    const set = await call(`/api/hitl/delegations/${user}`, { method: 'PUT', body: dates });
    expect(set.json()).toMatchObject({ to_user_id: user, ...dates });
    rig.answer(setGroup, ({ name, members }) => ({ name, members, title: '', version: 1, updated_at: dates.from }));
    const group = await call('/api/groups/legal', { method: 'PUT', body: { members: [user] } });
    expect(group.json()).toMatchObject({ name: 'legal', members: [user] });
    rig.answer(removeGroup, () => ({ removed: true }));
    await expect(call('/api/groups/legal', { method: 'DELETE' })).resolves.toMatchObject({ status: 200 });
    const approver = rig.session('approver');
    const refused = await call('/api/groups/legal', { method: 'PUT', body: { members: [] }, bearer: approver });
    expect(refused.status).toBe(403);
    await expect(call('/api/groups/UP', { method: 'PUT', body: { members: [] } })).resolves.toMatchObject({
      status: 404,
    });
  });
});

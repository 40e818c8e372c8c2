import type { RunningService } from '@botarmy/chassis';
import {
  createId,
  getResourceRules,
  liftStop,
  listStopSwitches,
  migrateWorkflows,
  setTenantRules,
  stopWork,
} from '@botarmy/contracts';

import { send } from '../client.fixture';
import { GatewayRig } from '../gateway.fixture';

const AT = '2026-01-01T00:00:00.000Z';
const STOP = createId('stop');
const VIEW = { installation: {}, tenant: { concurrent_workflows: 3 }, own_rules: true, use: [], waiting_tasks: 0 };

describe('operations', () => {
  let rig: GatewayRig;
  let gateway: RunningService;

  beforeAll(async () => {
    rig = await GatewayRig.create();
    gateway = await rig.start();
    rig.answer(listStopSwitches, () => ({ stops: [] }));
    rig.answer(stopWork, () => ({ stop_id: STOP, stopped_at: AT, taken_back: 2 }));
    rig.answer(liftStop, () => ({ lifted_at: AT, released_tasks: 2 }));
    rig.answer(getResourceRules, () => VIEW);
    rig.answer(setTenantRules, () => ({ view: VIEW, changed_by: 'usr_a' }));
  });
  afterAll(() => rig.stop());

  it('stop an agent and lift the stop', async () => {
    const bearer = rig.session('operator');
    const body = { scope: 'agent', subject: 'developer', reason: 'It writes nonsense.' };
    const stopped = await send(`${gateway.url}/api/stops`, { body, bearer });
    expect(stopped.json()).toEqual({ stop_id: STOP, stopped_at: AT, taken_back: 2 });
    expect(rig.askedOf(stopWork).at(-1)).toMatchObject({ request: body });
    const lifted = await send(`${gateway.url}/api/stops/${STOP}/lift`, { body: {}, bearer });
    expect(lifted.json()).toEqual({ lifted_at: AT, released_tasks: 2 });
    expect(rig.askedOf(liftStop).at(-1)).toMatchObject({ request: { stop_id: STOP } });
  });

  it('are not for viewers', async () => {
    const body = { scope: 'everything', reason: 'No reason.' };
    const bearer = rig.session('viewer');
    expect((await send(`${gateway.url}/api/stops`, { body, bearer })).status).toBe(403);
    expect((await send(`${gateway.url}/api/stops`, { bearer })).json()).toEqual({ stops: [] });
    const limits = { method: 'PUT', body: {}, bearer: rig.session('admin') };
    expect((await send(`${gateway.url}/api/limits`, limits)).status).toBe(403);
  });

  it('show and replace limits', async () => {
    expect((await send(`${gateway.url}/api/limits`, { bearer: rig.session('viewer') })).json()).toEqual(VIEW);
    const body = { tenant_id: 'ten_a', rules: { concurrent_workflows: 3 } };
    const answer = await send(`${gateway.url}/api/limits`, { method: 'PUT', body, bearer: rig.session('owner') });
    expect(answer.status).toBe(200);
    expect(rig.askedOf(setTenantRules).at(-1)).toMatchObject({ request: body });
  });

  it('move workflows to another version, for administrators alone', async () => {
    const reply = { to_version: '2.0.0', to_hash: 'a', dry_run: true, workflows: [], remaining: 0 };
    rig.answer(migrateWorkflows, () => reply);
    const path = `${gateway.url}/api/processes/sdlc/migrate`;
    const body = { dry_run: true };
    expect((await send(path, { body, bearer: rig.session('operator') })).status).toBe(403);
    expect((await send(path, { body, bearer: rig.session('admin') })).json()).toEqual(reply);
    expect(rig.askedOf(migrateWorkflows).at(-1)).toMatchObject({ request: { name: 'sdlc', dry_run: true } });
    const wrong = await send(path, { body: { dry_run: 'yes' }, bearer: rig.session('admin') });
    expect(wrong.status).toBe(400);
  });

  it('refuse limits that make no sense', async () => {
    const body = { rules: { concurrent_workflows: 0 } };
    const answer = await send(`${gateway.url}/api/limits`, { method: 'PUT', body, bearer: rig.session('owner') });
    expect(answer.status).toBe(400);
  });
});

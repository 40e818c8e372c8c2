import {
  agentTaskCancelled,
  cancelWorkflow,
  liftStop,
  listStopSwitches,
  readStopsInForce,
  serviceCaller,
  stopSwitchChanged,
  stopWork,
  subjectFilterOf,
} from '@botarmy/contracts';
import type { AgentTaskCancelled, StopReply, StopRequest, StopSwitchChanged } from '@botarmy/contracts';
import { Broker } from '@botarmy/messaging';
import { waitFor } from '@botarmy/testing';

import { TenantAtWork } from './admission.fixture';
import { OrchestratorPlatform, operator } from './platform.fixture';

describe('a stop switch', () => {
  let platform: OrchestratorPlatform;
  let tenants = 0;
  const newTenant = (): TenantAtWork => new TenantAtWork(platform, `ten_stopped_${(tenants += 1)}`);
  const administrator = operator({ role: 'admin' });

  beforeAll(async () => {
    platform = await OrchestratorPlatform.start();
    platform.behave = () => 'silent';
  });

  afterAll(() => platform?.stop());

  const stop = (request: Partial<StopRequest>, tenant?: TenantAtWork): Promise<StopReply> =>
    platform.gateway.ask(
      stopWork,
      { scope: 'tenant', reason: 'A drill.', ...request },
      tenant === undefined ? administrator : operator({ tenant_id: tenant.tenantId }),
    );
  const lift = (stop_id: string, tenant?: TenantAtWork) =>
    platform.gateway.ask(
      liftStop,
      { stop_id },
      tenant === undefined ? administrator : operator({ tenant_id: tenant.tenantId }),
    );

  it('takes back what agents have in hand, lets nothing start, and goes on where it was', async () => {
    const tenant = newTenant();
    const cancelled: AgentTaskCancelled[] = [];
    const { connection } = platform.orchestrator.app.get(Broker);
    const runner = platform.runnerConnection;
    const subscription = runner.subscribe(subjectFilterOf(agentTaskCancelled), {
      callback: (_error, message) => cancelled.push(message.json()),
    });
    await runner.flush();
    const workflowId = await tenant.start();
    await tenant.receives(1);
    const [inHand] = tenant.received;
    if (inHand === undefined) throw new Error('no task');
    const stopped = await stop({}, tenant);
    expect(stopped.taken_back).toBe(1);
    await waitFor(() => cancelled.length === 1, { describe: 'the runner to hear of it' });
    expect(cancelled[0]).toMatchObject({ workflow_id: workflowId, task_id: inHand.task.task_id, attempt: 1, lease: 1 });
    // A late report does not count, a new workflow does not start.
    await tenant.complete(inHand);
    const second = await tenant.start();
    await connection.flush();
    for (const id of [workflowId, second]) {
      await waitFor(async () => (await tenant.status(id)).waiting_tasks, { describe: 'the task is held' });
      expect((await tenant.status(id)).waiting_tasks).toEqual([
        expect.objectContaining({
          position: null,
          reason: 'stopped',
          detail: expect.stringContaining(stopped.stop_id),
        }),
      ]);
    }
    expect(tenant.received).toHaveLength(1);
    const lifted = await lift(stopped.stop_id, tenant);
    expect(lifted.released_tasks).toBe(2);
    await tenant.receives(3);
    const again = tenant.received.find(({ task }, index) => index > 0 && task.workflow_id === workflowId);
    // The same attempt under its next lease: what it has on record is not paid again.
    expect(again?.task).toMatchObject({ task_id: inHand.task.task_id, attempt: 1, lease: 2 });
    subscription.unsubscribe();
  });

  it('of an agent stops that agent alone', async () => {
    const tenant = newTenant();
    const stopped = await stop({ scope: 'agent', subject: 'analyst' }, tenant);
    const workflowId = await tenant.start();
    expect((await tenant.status(workflowId)).waiting_tasks).toHaveLength(1);
    await lift(stopped.stop_id, tenant);
    await tenant.receives(1);
    await stop({ scope: 'agent', subject: 'architect' }, tenant);
    for (let done = 0; done < 2; done += 1) {
      await tenant.receives(done + 1);
      const next = tenant.received[done];
      if (next !== undefined) await tenant.complete(next);
    }
    await waitFor(async () => (await tenant.status(workflowId)).waiting_tasks, { describe: 'the architect is held' });
    expect(tenant.received.map(({ task }) => task.agent.id)).toEqual(['analyst', 'analyst']);
  });

  it('of a process, and of everything, holds in all tenants', async () => {
    const [one, other] = [newTenant(), newTenant()];
    const process = await stop({ scope: 'process', subject: 'sdlc', all_tenants: true });
    const everything = await stop({ scope: 'everything' });
    const ids = [await one.start(), await other.start()];
    await lift(process.stop_id);
    // The other stop is still in force.
    expect((await one.status(ids[0] ?? '')).waiting_tasks).toEqual([
      expect.objectContaining({ detail: expect.stringContaining(everything.stop_id) }),
    ]);
    expect([...one.received, ...other.received]).toHaveLength(0);
    const view = await platform.gateway.ask(listStopSwitches, {}, operator({ tenant_id: one.tenantId }));
    expect(view.stops).toEqual([
      expect.objectContaining({ scope: 'everything', target_tenant: '*', reason: 'A drill.', held_tasks: 1 }),
    ]);
    const known = await platform.asAgentRunner.ask(
      readStopsInForce,
      {},
      serviceCaller('agent-runner', 'ten_default', 'req'),
    );
    expect(known.stops.map(({ stop_id }) => stop_id)).toContain(everything.stop_id);
    await lift(everything.stop_id);
    await one.receives(1);
    await other.receives(1);
  });

  it('is the same one when it is set again, and is lifted once', async () => {
    const tenant = newTenant();
    const first = await stop({}, tenant);
    expect((await stop({}, tenant)).stop_id).toBe(first.stop_id);
    const lifted = await lift(first.stop_id, tenant);
    expect((await lift(first.stop_id, tenant)).lifted_at).toBe(lifted.lifted_at);
    expect((await stop({}, tenant)).stop_id).not.toBe(first.stop_id);
  });

  it('is nobody else’s to see or lift', async () => {
    const [tenant, stranger] = [newTenant(), newTenant()];
    const { stop_id } = await stop({}, tenant);
    await expect(lift(stop_id, stranger)).rejects.toMatchObject({ status: 404, code: 'stop-not-found' });
    const seen = await platform.gateway.ask(listStopSwitches, {}, operator({ tenant_id: stranger.tenantId }));
    expect(seen.stops.map((each) => each.stop_id)).not.toContain(stop_id);
    const everything = stop({ scope: 'everything' }, stranger);
    await expect(everything).rejects.toMatchObject({ status: 403, code: 'not-the-installation' });
  });

  it('leaves a cancelled workflow cancelled', async () => {
    const tenant = newTenant();
    const workflowId = await tenant.start();
    await tenant.receives(1);
    const { stop_id } = await stop({}, tenant);
    const caller = operator({ tenant_id: tenant.tenantId });
    await platform.gateway.ask(cancelWorkflow, { workflow_id: workflowId }, caller);
    expect((await lift(stop_id, tenant)).released_tasks).toBe(0);
    expect(tenant.received).toHaveLength(1);
  });

  it('is on record with who, what and why, set and lifted', async () => {
    const tenant = newTenant();
    const heard: StopSwitchChanged[] = [];
    const subscription = platform.routerConnection.subscribe(subjectFilterOf(stopSwitchChanged), {
      callback: (_error, message) => heard.push(message.json()),
    });
    await platform.routerConnection.flush();
    const { stop_id } = await stop({ reason: 'The bill is too high.' }, tenant);
    await lift(stop_id, tenant);
    const own = (): StopSwitchChanged[] => heard.filter((each) => each.stop_id === stop_id);
    await waitFor(() => own().length === 2, { describe: 'both changes to be published' });
    expect(own().map(({ change }) => change)).toEqual(['stopped', 'lifted']);
    expect(own()[0]).toMatchObject({
      scope: 'tenant',
      target_tenant: tenant.tenantId,
      reason: 'The bill is too high.',
      changed_by: 'usr_op',
    });
    subscription.unsubscribe();
  });

  it('holds for every orchestrator', async () => {
    const tenant = newTenant();
    const other = await platform.startOrchestrator();
    try {
      const { stop_id } = await stop({}, tenant);
      const ids = await Promise.all(Array.from({ length: 16 }, () => tenant.start()));
      for (const id of ids) expect((await tenant.status(id)).waiting_tasks).toHaveLength(1);
      expect(tenant.received).toHaveLength(0);
      await lift(stop_id, tenant);
      await tenant.receives(16);
    } finally {
      await other.close();
    }
  });
});

import { cancelWorkflow, getResourceRules, pauseWorkflow, resumeWorkflow, setTenantRules } from '@botarmy/contracts';
import { Broker } from '@botarmy/messaging';
import { waitFor } from '@botarmy/testing';

import { Reconciler } from '../src/reconciler/reconciler';
import { handOverOf, processesWithLimits, TenantAtWork } from './admission.fixture';
import { OrchestratorPlatform, operator } from './platform.fixture';

const QUEUED = 1_000;
const CAPACITY = 4;

describe('a full installation', () => {
  let platform: OrchestratorPlatform;

  beforeAll(async () => {
    const directory = processesWithLimits(`installation:\n  concurrent_tasks: ${CAPACITY}\n`);
    platform = await OrchestratorPlatform.start({ PROCESSES_DIRECTORY: directory });
    platform.behave = () => 'silent';
  });

  afterAll(() => platform?.stop());

  it('serves the first task of a tenant within two task lengths although another has 1,000 workflows queued', async () => {
    const crowd = new TenantAtWork(platform, 'ten_crowd');
    const single = new TenantAtWork(platform, 'ten_single');
    const starts: string[] = [];
    while (starts.length < QUEUED) starts.push(...(await Promise.all(Array.from({ length: 50 }, () => crowd.start()))));
    await crowd.receives(CAPACITY);
    const last = starts.sort().at(-1) ?? '';
    const [waiting] = (await crowd.status(last)).waiting_tasks ?? [];
    expect(waiting).toMatchObject({ position: QUEUED - CAPACITY, reason: 'installation-tasks' });
    expect((await crowd.status(last)).stages[0]?.tasks[0]?.status).toBe('pending');

    const own = await single.start();
    expect((await single.status(own)).waiting_tasks).toEqual([expect.objectContaining({ position: 1 })]);
    const [first] = crowd.received;
    if (first === undefined) throw new Error('no task in hand');
    await crowd.complete(first);
    // One of four tasks in hand ended, a quarter of one task length: the next one is the other tenant's.
    await single.receives(1);
    expect(crowd.received).toHaveLength(CAPACITY);
  }, 120_000);
});

describe('an installation with one place', () => {
  let platform: OrchestratorPlatform;

  beforeAll(async () => {
    const directory = processesWithLimits('installation:\n  concurrent_tasks: 1\n');
    platform = await OrchestratorPlatform.start({ PROCESSES_DIRECTORY: directory });
    platform.behave = () => 'silent';
  });

  afterAll(() => platform?.stop());

  it('shares it by weight between tenants', async () => {
    const heavy = new TenantAtWork(platform, 'ten_heavy');
    const light = new TenantAtWork(platform, 'ten_light');
    await heavy.limit({ weight: 3 });
    await heavy.start();
    await heavy.receives(1);
    for (let count = 0; count < 12; count += 1) await Promise.all([heavy.start(), light.start()]);
    const SERVED = 17;
    for (let served = 1; served < SERVED; served += 1) {
      const inHand = await waitFor(() => platform.tasks[served - 1], { describe: `task ${served} to reach a runner` });
      await platform.complete(inHand.task, { tenantId: inHand.delivery.tenantId });
    }
    await waitFor(() => platform.tasks.length === SERVED, { describe: 'the last task to reach a runner' });
    // The first went before anybody queued; of the next 16 the heavy tenant gets three quarters.
    const queued = platform.tasks.slice(1);
    expect(queued.filter(({ delivery }) => delivery.tenantId === 'ten_heavy')).toHaveLength(12);
  }, 60_000);
});

describe('the limits of a tenant', () => {
  let platform: OrchestratorPlatform;
  let tenants = 0;
  const newTenant = (): TenantAtWork => new TenantAtWork(platform, `ten_limited_${(tenants += 1)}`);

  beforeAll(async () => {
    platform = await OrchestratorPlatform.start();
    platform.behave = () => 'silent';
  });

  afterAll(() => platform?.stop());

  const approve = async (tenant: TenantAtWork, workflowId: string): Promise<void> => {
    const [requestId] = (await tenant.status(workflowId)).pending_request_ids;
    await platform.answer(requestId ?? '', workflowId, 'approved', '', { tenantId: tenant.tenantId });
  };
  const completeUntilAsked = async (tenant: TenantAtWork, workflowId: string): Promise<void> => {
    const done = new Set<string>();
    await waitFor(
      async () => {
        for (const received of tenant.received) {
          if (received.task.workflow_id !== workflowId || done.has(handOverOf(received))) continue;
          done.add(handOverOf(received));
          await tenant.complete(received);
        }
        return (await tenant.status(workflowId)).status === 'waiting_for_human';
      },
      { timeoutMs: 15_000, describe: 'the workflow to ask people' },
    );
  };

  it('queue workflows beyond them, oldest first; those that wait for people do not count', async () => {
    const tenant = newTenant();
    await tenant.limit({ concurrent_workflows: 2 });
    const ids: string[] = [];
    for (let count = 0; count < 4; count += 1) ids.push(await tenant.start());
    await tenant.receives(2);
    const [one = '', , three = '', four = ''] = ids;
    expect((await tenant.status(four)).waiting_tasks).toEqual([
      expect.objectContaining({
        position: 2,
        reason: 'tenant-workflows',
        detail: '2 of 2 workflows of the tenant are at work.',
      }),
    ]);
    await completeUntilAsked(tenant, one);
    await waitFor(() => tenant.received.some(({ task }) => task.workflow_id === three), {
      describe: 'the third workflow takes the place of the one that waits',
    });
    expect(tenant.received.some(({ task }) => task.workflow_id === four)).toBe(false);
    await approve(tenant, one);
    await waitFor(async () => ((await tenant.status(one)).waiting_tasks ?? []).length === 1, {
      describe: 'the answered workflow queues again',
    });
    // It is older than the fourth: it goes before it.
    expect((await tenant.status(one)).waiting_tasks).toEqual([expect.objectContaining({ position: 1 })]);
    expect((await tenant.status(four)).waiting_tasks).toEqual([expect.objectContaining({ position: 2 })]);
  }, 60_000);

  it('give the place of a cancelled workflow to the next', async () => {
    const tenant = newTenant();
    await tenant.limit({ concurrent_tasks: 1 });
    const [first, second, third] = [await tenant.start(), await tenant.start(), await tenant.start()];
    await tenant.receives(1);
    const caller = operator({ tenant_id: tenant.tenantId });
    await platform.gateway.ask(cancelWorkflow, { workflow_id: second }, caller);
    await platform.gateway.ask(cancelWorkflow, { workflow_id: first }, caller);
    await tenant.receives(2);
    expect(tenant.received[1]?.task.workflow_id).toBe(third);
  });

  it('are raised for what waits already, and the change is on record', async () => {
    const tenant = newTenant();
    await tenant.limit({ agents: [{ agent_id: 'analyst', concurrent_tasks: 1 }] });
    for (let count = 0; count < 3; count += 1) await tenant.start();
    await tenant.receives(1);
    await tenant.limit({ agents: [{ agent_id: 'analyst', concurrent_tasks: 2 }] });
    await tenant.receives(2);
    const view = await platform.gateway.ask(getResourceRules, {}, operator({ tenant_id: tenant.tenantId }));
    expect(view).toMatchObject({
      own_rules: true,
      waiting_tasks: 1,
      use: [{ resource: 'tasks:agent=analyst', scope: 'tenant', used: 2, capacity: 2 }],
    });
    await tenant.limit(undefined);
    await tenant.receives(3);
    const stream = platform.orchestrator.app.get(Broker).jetstream;
    const subject = `evt.${tenant.tenantId}.resource-rules.changed.v1.>`;
    const manager = await stream.jetstreamManager();
    const published = async (): Promise<number> => {
      const { state } = await manager.streams.info('EVENTS', { subjects_filter: subject });
      return Object.keys(state.subjects ?? {}).length;
    };
    await waitFor(async () => (await published()) === 3, { describe: 'the three changes to be published' });
  });

  it('are set by the installation alone', async () => {
    const asked = platform.gateway.ask(setTenantRules, {}, operator({ tenant_id: 'ten_other', role: 'owner' }));
    await expect(asked).rejects.toMatchObject({ status: 403, code: 'not-the-installation' });
    const weak = platform.gateway.ask(setTenantRules, {}, operator({ role: 'admin' }));
    await expect(weak).rejects.toMatchObject({ status: 403 });
  });

  it('hold a workflow that used up its model calls until they are raised', async () => {
    const tenant = newTenant();
    await tenant.limit({ workflow: { model_calls: 1 } });
    const workflowId = await tenant.start();
    await tenant.receives(1);
    const [first] = tenant.received;
    if (first !== undefined) await tenant.complete(first);
    await waitFor(async () => (await tenant.status(workflowId)).waiting_tasks, { describe: 'the next task is held' });
    expect((await tenant.status(workflowId)).waiting_tasks).toEqual([
      expect.objectContaining({ position: null, reason: 'model-calls-used-up' }),
    ]);
    expect(tenant.received).toHaveLength(1);
    await tenant.limit({ workflow: { model_calls: 2 } });
    await tenant.receives(2);
  });

  it('let a queued workflow pause and resume in the queue', async () => {
    const tenant = newTenant();
    await tenant.limit({ concurrent_tasks: 1 });
    const [first, second] = [await tenant.start(), await tenant.start()];
    await tenant.receives(1);
    const caller = operator({ tenant_id: tenant.tenantId });
    await platform.gateway.ask(pauseWorkflow, { workflow_id: second }, caller);
    expect((await tenant.status(second)).waiting_tasks).toEqual([expect.objectContaining({ reason: 'paused' })]);
    await platform.gateway.ask(cancelWorkflow, { workflow_id: first }, caller);
    await platform.orchestrator.app.get(Reconciler).look();
    expect(tenant.received).toHaveLength(1);
    await platform.gateway.ask(resumeWorkflow, { workflow_id: second }, caller);
    await tenant.receives(2);
  });

  it('hold when the broker is filled again', async () => {
    const tenant = newTenant();
    await tenant.limit({ concurrent_tasks: 1 });
    await tenant.start();
    const second = await tenant.start();
    await tenant.receives(1);
    await platform.orchestrator.app.get(Reconciler).republishEverything();
    expect((await tenant.status(second)).waiting_tasks).toHaveLength(1);
    expect(tenant.received.some(({ task }) => task.workflow_id === second)).toBe(false);
  });

  it('hold for several orchestrators together', async () => {
    const tenant = newTenant();
    const limit = 3;
    await tenant.limit({ concurrent_tasks: limit });
    const other = await platform.startOrchestrator();
    try {
      await Promise.all(Array.from({ length: 12 }, () => tenant.start()));
      let ended = 0;
      await waitFor(
        async () => {
          expect(tenant.received.length - ended).toBeLessThanOrEqual(limit);
          const next = tenant.received[ended];
          if (next === undefined) return false;
          ended += 1;
          await tenant.complete(next);
          return ended >= 24;
        },
        { timeoutMs: 30_000, describe: '24 tasks to be done' },
      );
    } finally {
      await other.close();
    }
  }, 60_000);
});

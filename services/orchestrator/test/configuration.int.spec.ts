import {
  configurationChanged,
  getConfiguration,
  getOrchestratorOverview,
  listConfigurationChanges,
  listStopSwitches,
  setConfiguration,
  startWorkflow,
  stopWork,
  subjectFilterOf,
} from '@botarmy/contracts';
import type { ConfigurationChange, ConfigurationChanged, Role, SetConfigurationReply } from '@botarmy/contracts';
import { Broker } from '@botarmy/messaging';
import { waitFor } from '@botarmy/testing';

import { RuntimeSettings } from '../src/settings/runtime-settings';
import { TenantAtWork } from './admission.fixture';
import { OrchestratorPlatform, operator } from './platform.fixture';

describe('the configuration', () => {
  let platform: OrchestratorPlatform;
  let tenants = 0;
  const newTenant = (): TenantAtWork => new TenantAtWork(platform, `ten_configured_${(tenants += 1)}`);
  const admin = (tenantId = 'ten_default', role: Role = 'admin') => operator({ tenant_id: tenantId, role });

  beforeAll(async () => {
    platform = await OrchestratorPlatform.start();
    platform.behave = () => 'silent';
  });

  afterAll(() => platform?.stop());

  const set = (
    change: ConfigurationChange,
    tenantId?: string,
    expected_version?: number,
  ): Promise<SetConfigurationReply> =>
    platform.gateway.ask(
      setConfiguration,
      { change, ...(expected_version === undefined ? {} : { expected_version }) },
      admin(tenantId),
    );
  const get = (tenantId?: string) => platform.gateway.ask(getConfiguration, {}, admin(tenantId, 'viewer'));
  const history = (tenantId: string, page: { cursor?: string; limit?: number } = {}) =>
    platform.gateway.ask(listConfigurationChanges, page, admin(tenantId));

  it('is by default what keys and environment say', async () => {
    const view = await get(newTenant().tenantId);
    expect(view).toMatchObject({
      workflow: { parallel_execution: false },
      llm_providers: [],
      rate_limits: { uploads_per_hour: 1_000 },
      retention: { archive_after_days: 30, erase_after_days: 0 },
      notifications: { answer_ready: 'inbox' },
      version: 1,
      updated_at: null,
      set_keys: [],
    });
    expect(view.agents).toContainEqual({ id: 'analyst', name: expect.any(String) as string, enabled: true });
  });

  it('changes with a version, a history and news, once however often it is asked for', async () => {
    const { tenantId } = newTenant();
    const heard: ConfigurationChanged[] = [];
    const { connection } = platform.orchestrator.app.get(Broker);
    const subscription = connection.subscribe(subjectFilterOf(configurationChanged), {
      callback: (_error, message) => heard.push(message.json()),
    });
    await connection.flush();
    const change = { workflow: { parallel_execution: true }, llm_providers: ['anthropic', 'openai'] };
    const first = await set(change, tenantId);
    expect(first.success).toBe(true);
    expect(await set(change, tenantId)).toEqual(first);
    expect(await get(tenantId)).toMatchObject({ ...change, version: first.version, updated_at: first.updated_at });
    const second = await set({ reset: ['llm_providers'] }, tenantId, first.version);
    expect(second.version).toBeGreaterThan(first.version);
    await expect(set({ llm_providers: ['google'] }, tenantId, first.version)).rejects.toMatchObject({
      status: 412,
      code: 'configuration-changed',
    });
    const { changes, next_cursor } = await history(tenantId, { limit: 1 });
    expect(changes).toEqual([
      expect.objectContaining({
        scope: 'tenant',
        version: second.version,
        before: { llm_providers: ['anthropic', 'openai'] },
        after: {},
      }),
    ]);
    const rest = await history(tenantId, { cursor: next_cursor ?? '' });
    expect(rest.changes.at(0)).toMatchObject({
      before: {},
      after: { 'workflow.parallel_execution': true, llm_providers: ['anthropic', 'openai'] },
    });
    await waitFor(() => heard.length === 2, { describe: 'the news of both changes' });
    subscription.unsubscribe();
    expect(heard[1]).toMatchObject({ target_tenant: tenantId, after: {}, changed_by: admin().user_id });
    expect(JSON.stringify(await history(newTenant().tenantId))).not.toContain('anthropic');
  });

  it('refuses, with every key that is wrong, and changes nothing', async () => {
    const { tenantId } = newTenant();
    await expect(
      set(
        { workflow: { parallel_execution: true }, agents: [{ id: 'nobody', enabled: false }], reset: ['a.b'] },
        tenantId,
      ),
    ).rejects.toMatchObject({
      status: 422,
      code: 'configuration-invalid',
      errors: [expect.objectContaining({ path: 'a.b' }), expect.objectContaining({ path: 'agents.nobody.enabled' })],
    });
    await expect(set({ llm_providers: ['$(rm -rf /)'] }, tenantId)).rejects.toMatchObject({ status: 422 });
    await expect(
      set({ workflow: { parallel_execution: true }, retention: { erase_after_days: 1 } }, tenantId),
    ).rejects.toMatchObject({ status: 403, code: 'not-the-installation' });
    expect(await get(tenantId)).toMatchObject({ version: 1, workflow: { parallel_execution: false } });
  });

  it('lets changes that come at the same time all count', async () => {
    const { tenantId } = newTenant();
    const minutes = [101, 102, 103, 104];
    await Promise.all([
      ...minutes.map((n) => set({ rate_limits: { requests_per_minute_per_user: n } }, tenantId)),
      set({ workflow: { parallel_execution: true } }, tenantId),
    ]);
    const view = await get(tenantId);
    expect(view.workflow.parallel_execution).toBe(true);
    expect(minutes).toContain(view.rate_limits.requests_per_minute_per_user);
  });

  it('holds on every replica, for workflows that start later; those that run keep what they started with', async () => {
    const other = await platform.startOrchestrator();
    try {
      const { tenantId } = newTenant();
      await set({ workflow: { parallel_execution: true } }, tenantId);
      await set({ retention: { archive_after_days: 90 } });
      for (const replica of [platform.orchestrator, other]) {
        const settings = replica.app.get(RuntimeSettings);
        await waitFor(() => settings.parallelExecution(tenantId) && settings.archiveAfterDays === 90, {
          timeoutMs: 5_000,
          describe: 'the replica to act on the change',
        });
      }
    } finally {
      await set({ reset: ['retention.archive_after_days'] });
      await other.close();
    }
  });

  it('keeps a disabled agent from new tasks and new workflows, and lets it go on when it is enabled', async () => {
    const tenant = newTenant();
    const running = await tenant.start();
    await tenant.receives(1);
    const [inHand] = tenant.received;
    const agent = inHand?.task.agent.id ?? '';
    await set({ agents: [{ id: agent, enabled: false }] }, tenant.tenantId);
    const caller = operator({ tenant_id: tenant.tenantId });
    await expect(
      platform.gateway.ask(startWorkflow, { project_brief: 'x', workflow_type: 'sdlc' }, caller, 20_000),
    ).rejects.toMatchObject({ status: 422, code: 'agent-disabled', detail: expect.stringContaining(agent) as string });
    expect((await platform.gateway.ask(getOrchestratorOverview, {}, caller)).agents).toContainEqual(
      expect.objectContaining({ id: agent, enabled: false }),
    );
    // What is in hand ends as it would have; the next task of the agent waits.
    if (inHand !== undefined) await tenant.complete(inHand);
    const [waiting] = await waitFor(
      async () => {
        const { waiting_tasks = [] } = await tenant.status(running);
        return waiting_tasks.length > 0 ? waiting_tasks : undefined;
      },
      { timeoutMs: 20_000, describe: 'the next task to be kept back' },
    );
    expect(waiting).toMatchObject({ reason: 'agent-disabled' });
    expect((await platform.gateway.ask(listStopSwitches, {}, caller)).stops).toEqual([]);
    const stop = await platform.gateway.ask(stopWork, { scope: 'agent', subject: agent, reason: 'Too.' }, caller);
    expect(stop.stop_id).toMatch(/^stop_/);
    const elsewhere = newTenant();
    await elsewhere.start();
    await elsewhere.receives(1);
    await set({ agents: [{ id: agent, enabled: true }] }, tenant.tenantId);
    await waitFor(async () => (await tenant.status(running)).waiting_tasks?.[0]?.reason === 'stopped', {
      describe: 'the stop of the operator to hold alone',
    });
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  createId,
  getWorkflowStatus,
  listProcesses,
  listProcessVersions,
  migrateWorkflows,
  publishProcess,
  startWorkflow,
} from '@botarmy/contracts';
import type {
  MigrateWorkflowsRequest,
  PublishProcessReply,
  PublishProcessRequest,
  WorkflowStatusView,
} from '@botarmy/contracts';
import { waitFor } from '@botarmy/testing';

import { OrchestratorPlatform, operator, PROCESSES_DIRECTORY } from './platform.fixture';

const shipped = readFileSync(join(PROCESSES_DIRECTORY, 'sdlc/process.yaml'), 'utf8');
const analyst = readFileSync(join(PROCESSES_DIRECTORY, 'agents/analyst/agent.yaml'), 'utf8');
const prompt = readFileSync(join(PROCESSES_DIRECTORY, 'agents/analyst/prompt.md'), 'utf8');
const nextVersion = shipped.replace(/^version: .*$/m, 'version: 9.0.0');
const administrator = (tenant_id: string) => operator({ tenant_id, role: 'admin' });

describe('publishing', () => {
  let platform: OrchestratorPlatform;

  beforeAll(async () => {
    platform = await OrchestratorPlatform.start();
  });

  afterAll(() => platform?.stop());

  const publish = (request: PublishProcessRequest, tenantId: string): Promise<PublishProcessReply> =>
    platform.gateway.ask(publishProcess, request, administrator(tenantId), 15_000);
  const start = async (tenant_id: string): Promise<string> => {
    const request = { project_brief: 'Something.', workflow_type: 'sdlc' };
    return (await platform.gateway.ask(startWorkflow, request, operator({ tenant_id }), 15_000)).workflow_id;
  };
  const status = (workflow_id: string, tenant_id: string): Promise<WorkflowStatusView> =>
    platform.gateway.ask(getWorkflowStatus, { workflow_id }, operator({ tenant_id }));

  it('row 29: 50 running workflows keep the versions they started with, new ones get the new', async () => {
    const tenantId = 'ten_default';
    const running = await Promise.all(Array.from({ length: 50 }, () => start(tenantId)));
    for (const id of running) {
      await waitFor(async () => (await status(id, tenantId)).status === 'waiting_for_human', {
        timeoutMs: 20_000,
        describe: 'it waits for approval',
      });
    }
    const before = await Promise.all(running.map((id) => status(id, tenantId)));
    const reply = await publish(
      { definition: nextVersion, agents: [{ definition: analyst, prompt: `${prompt}\nBe brief.` }] },
      tenantId,
    );
    expect(reply.published).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'sdlc', version: '9.0.0', is_new: true })]),
    );
    expect(await Promise.all(running.map((id) => status(id, tenantId)))).toEqual(before);
    const { versions } = await platform.gateway.ask(listProcessVersions, { name: 'sdlc' }, operator());
    expect(versions).toEqual([
      expect.objectContaining({ version: '9.0.0', origin: 'tenant', is_current: true, running_workflows: 0 }),
      expect.objectContaining({ origin: 'installation', is_current: false, running_workflows: 50 }),
    ]);
    const fresh = await start(tenantId);
    expect((await status(fresh, tenantId)).process_version).toBe('9.0.0');
    const { task } = await waitFor(() => platform.tasks.find((each) => each.task.workflow_id === fresh), {
      describe: 'its first task to reach a runner',
    });
    expect(task.agent.system_prompt).toContain('Be brief.');
    // An approval answered after the publication leads to tasks of the old version.
    const [old = ''] = running;
    const [requestId = ''] = (await status(old, tenantId)).pending_request_ids;
    await platform.answer(requestId, old, 'approved');
    await waitFor(async () => (await status(old, tenantId)).pending_request_ids[0] !== requestId, {
      describe: 'the old workflow to go on',
    });
    expect((await status(old, tenantId)).process_version).not.toBe('9.0.0');
    const others = running.filter((id) => id !== old);
    // A look changes nothing; moving reports every workflow, and refuses the one that has a task in hand.
    const migrate = (dry_run: boolean) =>
      platform.gateway.ask(migrateWorkflows, { name: 'sdlc', dry_run }, administrator(tenantId), 30_000);
    const look = await migrate(true);
    expect(look).toMatchObject({ to_version: '9.0.0', dry_run: true, remaining: 0 });
    expect(look.workflows.map(({ workflow_id }) => workflow_id)).toEqual([...running].sort());
    expect(await Promise.all(others.map((id) => status(id, tenantId)))).toEqual(before.filter(({ id }) => id !== old));
    const moved = await migrate(false);
    for (const view of moved.workflows) {
      if (view.workflow_id === old) continue;
      expect(view).toMatchObject({ outcome: 'moved', reasons: [] });
      expect(view.changes).toContainEqual({ change: 'changed', what: 'process', id: 'sdlc', fields: ['version'] });
    }
    const [first = ''] = others;
    expect((await status(first, tenantId)).process_version).toBe('9.0.0');
    const [asked = ''] = (await status(first, tenantId)).pending_request_ids;
    await platform.answer(asked, first, 'approved');
    await waitFor(
      () =>
        platform.tasks.some(
          ({ task }) => task.workflow_id === first && task.process_version === '9.0.0' && task.stage_id === 'build',
        ),
      { describe: 'the moved workflow to go on with the new version' },
    );
    expect((await migrate(false)).workflows.filter(({ outcome }) => outcome === 'moved')).toEqual([]);
  }, 60_000);

  it('refuses to move what cannot move, with the reason, and what nobody can mean', async () => {
    const tenantId = 'ten_mover';
    const workflow_id = await start(tenantId);
    const changed = nextVersion.replace(/(- id: analysis-execution-plan[\s\S]*?name: )[^\n]*/, '$1Another name');
    await publish({ definition: changed.replace('9.0.0', '9.1.0') }, tenantId);
    const ask = (request: MigrateWorkflowsRequest) =>
      platform.gateway.ask(migrateWorkflows, request, administrator(tenantId));
    const { workflows } = await ask({ name: 'sdlc', dry_run: false, workflow_ids: [workflow_id] });
    expect(workflows).toEqual([
      expect.objectContaining({
        outcome: 'refused',
        reasons: [expect.stringContaining('The task analysis-execution-plan is in hand and would change')],
        changes: expect.arrayContaining([
          { change: 'changed', what: 'task', id: 'analysis-execution-plan', fields: ['name'] },
        ]),
      }),
    ]);
    expect((await status(workflow_id, tenantId)).process_version).not.toBe('9.1.0');
    await expect(ask({ name: 'nothing' })).rejects.toMatchObject({ status: 404, code: 'unknown-process' });
    await expect(ask({ name: 'sdlc', workflow_ids: [createId('wf')] })).rejects.toMatchObject({ status: 404 });
    const quiet = platform.gateway.ask(migrateWorkflows, { name: 'sdlc' }, operator({ tenant_id: tenantId }));
    await expect(quiet).rejects.toMatchObject({ status: 403 });
  });

  it('is one tenant’s own business', async () => {
    await publish({ definition: nextVersion }, 'ten_publisher');
    const other = await platform.gateway.ask(listProcesses, {}, operator({ tenant_id: 'ten_neighbour' }));
    expect(other.processes.find(({ name }) => name === 'sdlc')).toMatchObject({ origin: 'installation' });
    const own = await platform.gateway.ask(listProcesses, {}, operator({ tenant_id: 'ten_publisher' }));
    expect(own.processes.find(({ name }) => name === 'sdlc')).toMatchObject({ origin: 'tenant', version: '9.0.0' });
  });

  it('answers every error of every file and changes nothing', async () => {
    const broken = shipped.replace('agent: analyst', 'agent: nobody').replace('agent: architect', 'agent: no-one');
    const asked = publish({ definition: broken }, 'ten_careless');
    await expect(asked).rejects.toMatchObject({
      status: 422,
      code: 'invalid-definition',
      errors: expect.arrayContaining([
        expect.objectContaining({ message: expect.stringContaining('nobody') }),
        expect.objectContaining({ message: expect.stringContaining('no-one') }),
      ]),
    });
    const { processes } = await platform.gateway.ask(listProcesses, {}, operator({ tenant_id: 'ten_careless' }));
    expect(processes.every(({ origin }) => origin === 'installation')).toBe(true);
  });

  it('of an agent renews the processes that use it, and refuses a pool without runners', async () => {
    const reply = await publish({ agents: [{ definition: analyst, prompt: `${prompt}\nBe exact.` }] }, 'ten_agents');
    expect(reply.published.map(({ name }) => name)).toContain('sdlc');
    const stray = analyst.replace(/^pool: .*$/m, 'pool: nowhere');
    await expect(publish({ agents: [{ definition: stray, prompt }] }, 'ten_agents')).rejects.toMatchObject({
      status: 422,
      errors: expect.arrayContaining([expect.objectContaining({ message: expect.stringContaining('nowhere') })]),
    });
  });

  it('says what a dry run would publish, and refuses nothing at all', async () => {
    const reply = await publish({ definition: nextVersion, dry_run: true }, 'ten_dry');
    expect(reply.published).toEqual([expect.objectContaining({ version: '9.0.0', is_new: true })]);
    const { processes } = await platform.gateway.ask(listProcesses, {}, operator({ tenant_id: 'ten_dry' }));
    expect(processes.find(({ name }) => name === 'sdlc')).toMatchObject({ origin: 'installation' });
    await expect(publish({}, 'ten_dry')).rejects.toMatchObject({ status: 422, code: 'nothing-to-publish' });
    const weak = platform.gateway.ask(publishProcess, { definition: nextVersion }, operator());
    await expect(weak).rejects.toMatchObject({ status: 403 });
  });
});

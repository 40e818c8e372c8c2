import {
  cancelWorkflow,
  forkWorkflow,
  getWorkflowStatus,
  listWorkflows,
  readWorkflowEvents,
  setTenantRules,
  startWorkflow,
} from '@botarmy/contracts';
import type { TenantRules } from '@botarmy/contracts';

import { Retention } from '../src/retention/retention';
import { OrchestratorPlatform, operator } from './platform.fixture';

describe('retention', () => {
  let platform: OrchestratorPlatform;
  let tenants = 0;

  beforeAll(async () => {
    platform = await OrchestratorPlatform.start();
    platform.behave = () => 'silent';
  });

  afterAll(() => platform?.stop());

  const ask = (tenant_id: string) => operator({ tenant_id });
  const status = (workflow_id: string, tenantId: string) =>
    platform.gateway.ask(getWorkflowStatus, { workflow_id }, ask(tenantId));
  const events = (workflow_id: string, tenantId: string, after_seq: number, limit: number) =>
    platform.gateway.ask(readWorkflowEvents, { workflow_id, after_seq, limit }, ask(tenantId));
  const look = () => platform.orchestrator.app.get(Retention).look();
  const stored = async (table: string, workflowId: string): Promise<number> => {
    const rows = await platform.database.query<{ count: string }>(
      `SELECT count(*) FROM orchestrator.${table} WHERE workflow_id = $1`,
      [workflowId],
    );
    return Number(rows[0]?.count);
  };
  const ago = (workflowId: string, days: number): Promise<unknown> =>
    platform.database.query(
      `UPDATE orchestrator.workflow SET finished_at = now() - make_interval(days => $2) WHERE workflow_id = $1`,
      [workflowId, days],
    );
  const rules = (tenant_id: string, retention: TenantRules['retention']) =>
    platform.gateway.ask(
      setTenantRules,
      { tenant_id, rules: { ...(retention === undefined ? {} : { retention }) } },
      operator({ role: 'owner' }),
    );
  const newTenant = (): string => `ten_retained_${(tenants += 1)}`;
  const start = async (tenantId: string): Promise<string> => {
    const request = { project_brief: 'A secret plan.', workflow_type: 'sdlc' };
    return (await platform.gateway.ask(startWorkflow, request, ask(tenantId), 15_000)).workflow_id;
  };
  const finished = async (tenantId: string): Promise<string> => {
    const workflowId = await start(tenantId);
    await platform.gateway.ask(cancelWorkflow, { workflow_id: workflowId }, ask(tenantId));
    return workflowId;
  };

  it('archives what ended long ago in one row, and everything is read as before', async () => {
    const tenantId = newTenant();
    const workflowId = await finished(tenantId);
    const [before, whole] = [await status(workflowId, tenantId), await events(workflowId, tenantId, 0, 500)];
    const pages = () => Promise.all([0, 1, 3].map((after) => events(workflowId, tenantId, after, 2)));
    const pagesBefore = await pages();
    await look();
    expect(await stored('workflow_archive', workflowId)).toBe(0);
    await ago(workflowId, 31);
    await look();
    expect(await stored('workflow_archive', workflowId)).toBe(1);
    expect(await stored('workflow_event', workflowId)).toBe(0);
    expect({ ...(await status(workflowId, tenantId)), finished_at: before.finished_at }).toEqual(before);
    expect(await events(workflowId, tenantId, 0, 500)).toEqual(whole);
    expect(await pages()).toEqual(pagesBefore);
    await look();
    expect(await stored('workflow_archive', workflowId)).toBe(1);
    // A fork takes over the archived history.
    const forked = await platform.gateway.ask(forkWorkflow, { workflow_id: workflowId, from_seq: 3 }, ask(tenantId));
    expect((await events(forked.workflow_id, tenantId, 0, 3)).events.map(({ type }) => type)).toEqual(
      whole.events.slice(0, 3).map(({ type }) => type),
    );
  }, 40_000);

  it('row 35: leaves everything alone that runs or still owes somebody something', async () => {
    const tenantId = newTenant();
    const workflowId = await start(tenantId);
    await rules(tenantId, { archive_after_days: 1, erase_after_days: 1 });
    await look();
    expect(await stored('workflow_event', workflowId)).toBeGreaterThan(0);
    const call = (sql: string, ...values: unknown[]) => platform.database.query(sql, values);
    const { version } = (
      await call('SELECT version FROM orchestrator.workflow WHERE workflow_id = $1', workflowId)
    )[0] as { version: number };
    const archive = 'SELECT archived FROM orchestrator.archive_workflow($1, $2, $3, $4)';
    expect(await call(archive, tenantId, workflowId, version, '{}')).toEqual([{ archived: false }]);
    const erase = `SELECT erased FROM orchestrator.erase_workflow($1, $2, '[]')`;
    expect(await call(erase, tenantId, workflowId)).toEqual([{ erased: false }]);
    await platform.gateway.ask(cancelWorkflow, { workflow_id: workflowId }, ask(tenantId));
    await ago(workflowId, 2);
    // Another version than the one that was read, another tenant: nothing.
    expect(await call(archive, tenantId, workflowId, version, '{}')).toEqual([{ archived: false }]);
    expect(await call(erase, 'ten_other', workflowId)).toEqual([{ erased: false }]);
    expect(await stored('workflow_event', workflowId)).toBeGreaterThan(0);
  }, 40_000);

  it('goes by the rules of the tenant, erases all but the entry in the list', async () => {
    const [kept, gone] = [newTenant(), newTenant()];
    const [keptId, goneId] = [await finished(kept), await finished(gone)];
    await rules(kept, { archive_after_days: 0 });
    await rules(gone, { erase_after_days: 10 });
    await Promise.all([ago(keptId, 400), ago(goneId, 11)]);
    await look();
    expect(await stored('workflow_event', keptId)).toBeGreaterThan(0);
    for (const table of ['workflow_event', 'workflow_snapshot', 'workflow_archive', 'due_work'])
      expect(await stored(table, goneId)).toBe(0);
    await expect(status(goneId, gone)).rejects.toMatchObject({ status: 404, code: 'workflow-not-found' });
    const { workflows } = await platform.gateway.ask(listWorkflows, {}, ask(gone));
    expect(workflows).toEqual([expect.objectContaining({ id: goneId, status: 'cancelled', title: '' })]);
    const [again] = await platform.database.query(`SELECT erased FROM orchestrator.erase_workflow($1, $2, '[]')`, [
      gone,
      goneId,
    ]);
    expect(again).toEqual({ erased: false });
  }, 40_000);
});

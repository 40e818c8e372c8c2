import { Client } from 'pg';

import { createBotArmyClient } from '@botarmy/sdk';
import { waitFor } from '@botarmy/testing';

import type { DemoResult } from '../src/demo/run-demo';
import type { Platform } from '../src/platform/platform';
import { completeWorkflow, createScratch, startTestPlatform, testEnvironment } from './platform.fixture';

const ERASE_AFTER_DAYS = 30;
const VARIABLES = { RETENTION_INTERVAL_MS: '1000', WORKFLOW_ERASE_AFTER_DAYS: String(ERASE_AFTER_DAYS) };
const SECRET = 'A lending library for the village of Quibbleton-on-Sea.';

/** Rows that hold something of a workflow, by what they are; `$1` is its id. */
const TRACES = {
  events: 'orchestrator.workflow_event WHERE workflow_id = $1',
  archives: 'orchestrator.workflow_archive WHERE workflow_id = $1',
  snapshots: 'orchestrator.workflow_snapshot WHERE workflow_id = $1',
  artifacts: 'artifacts.artifact WHERE workflow_id = $1',
  versions: 'artifacts.artifact_version WHERE workflow_id = $1',
  searchable: 'artifacts.artifact_text WHERE workflow_id = $1',
  answers: 'llm_router.model_call WHERE workflow_id = $1 AND (answer IS NOT NULL OR content IS NOT NULL)',
  questions: 'hitl.hitl_request WHERE workflow_id = $1',
  records: "insights.event_record WHERE workflow_id = $1 AND NOT (entity = 'workflow' AND verb = 'erased')",
} as const;

describe('a workflow that was kept as long as the rules want', () => {
  const scratch = createScratch();
  let platform: Platform;
  let database: Client;
  let result: DemoResult;

  beforeAll(async () => {
    platform = await startTestPlatform(scratch, { environment: testEnvironment(VARIABLES) });
    database = new Client({ connectionString: platform.database.url });
    await database.connect();
    result = await completeWorkflow(platform, scratch, SECRET);
  }, 120_000);
  afterAll(async () => {
    await database?.end();
    await platform?.stop();
    scratch.remove();
  }, 30_000);

  const traces = async (): Promise<Record<string, number>> => {
    const found: Record<string, number> = {};
    for (const [name, from] of Object.entries(TRACES)) {
      const { rows } = await database.query<{ count: string }>(`SELECT count(*) FROM ${from}`, [result.workflowId]);
      if (rows[0]?.count !== '0') found[name] = Number(rows[0]?.count);
    }
    return found;
  };

  it('row 35: is erased in every service, but for its entry in the list and what it cost', async () => {
    const workflow_id = result.workflowId;
    await waitFor(async () => Object.keys(await traces()).length >= 7, { describe: 'all services to know of it' });
    const paid = 'SELECT sum(cost_micros) AS paid FROM llm_router.model_call WHERE workflow_id = $1';
    const before = await database.query<{ paid: string }>(paid, [workflow_id]);
    await database.query(
      'UPDATE orchestrator.workflow SET finished_at = now() - make_interval(days => $2) WHERE workflow_id = $1',
      [workflow_id, ERASE_AFTER_DAYS + 1],
    );
    await waitFor(async () => Object.keys(await traces()).length === 0, {
      timeoutMs: 20_000,
      describe: 'every service to have erased it',
    });
    expect((await database.query<{ paid: string }>(paid, [workflow_id])).rows).toEqual(before.rows);

    const client = createBotArmyClient({ baseUrl: platform.url });
    await client.signIn(platform.demoUser ?? { email: '', password: '' });
    const { workflows } = await client.listWorkflows();
    expect(workflows).toEqual([expect.objectContaining({ id: workflow_id, status: 'completed', title: '' })]);
    await expect(client.getWorkflowStatus({ workflow_id })).rejects.toMatchObject({ status: 404 });
    const { rows } = await database.query("SELECT payload FROM insights.event_record WHERE verb = 'erased'");
    expect(rows).toEqual([{ payload: expect.objectContaining({ workflow_id, reason: 'retention' }) }]);
  }, 60_000);
});

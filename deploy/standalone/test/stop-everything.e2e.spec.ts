import { Client } from 'pg';

import { createBotArmyClient } from '@botarmy/sdk';
import type { BotArmyClient } from '@botarmy/sdk';
import { waitFor } from '@botarmy/testing';

import type { Platform } from '../src/platform/platform';
import { createScratch, startTestPlatform, testEnvironment } from './platform.fixture';

/** Within this time after a stop nothing runs any more. */
const PROMISED_MS = 5_000;
const WORKFLOWS = 4;
/** Long enough that every model is still answering when the stop comes. */
const SLOW = testEnvironment({ SIMULATOR_LATENCY_MS: '6000' });

describe('stopping everything while agents work', () => {
  const scratch = createScratch();
  let platform: Platform;
  let client: BotArmyClient;
  let database: Client;
  const workflows: string[] = [];

  beforeAll(async () => {
    platform = await startTestPlatform(scratch, { environment: SLOW });
    client = createBotArmyClient({ baseUrl: platform.url });
    await client.signIn(platform.firstAdministrator ?? { email: '', password: '' });
    database = new Client({ connectionString: platform.database.url });
    await database.connect();
  }, 60_000);
  afterAll(async () => {
    await database.end();
    await platform.stop();
    scratch.remove();
  }, 30_000);

  const count = async (sql: string): Promise<number> =>
    Number((await database.query<{ count: string }>(`SELECT count(*) FROM ${sql}`)).rows[0]?.count);
  const open = (): Promise<number> => count("llm_router.model_call WHERE status = 'reserved'");
  const requests = async (): Promise<number> => {
    const response = await fetch(`${platform.services.get('model-simulator')?.url ?? ''}/simulator/calls?limit=1`);
    return ((await response.json()) as { total: number }).total;
  };
  const start = async (): Promise<string> =>
    (await client.startWorkflow({ project_brief: 'A tool library for a village.' })).workflow_id;

  it('ends running calls within 5 s, starts nothing new, and goes on where it was when lifted', async () => {
    for (let number = 0; number < WORKFLOWS; number += 1) workflows.push(await start());
    await waitFor(async () => (await requests()) === WORKFLOWS && (await open()) === WORKFLOWS, {
      timeoutMs: 10_000,
      describe: 'a model call in flight for every workflow',
    });

    const stoppedAt = performance.now();
    const { stop_id } = await client.stopWork({ scope: 'everything', reason: 'A drill.' });
    await waitFor(async () => (await open()) === 0, { timeoutMs: 10_000, describe: 'all calls to be settled' });
    expect(performance.now() - stoppedAt).toBeLessThan(PROMISED_MS);
    expect(await count("llm_router.model_call WHERE status = 'completed'")).toBe(0);

    // Somebody starts one more: it is kept, and waits without a task sent or a model asked.
    const late = await start();
    const waiting = await waitFor(
      async () => {
        const { waiting_tasks = [] } = await client.getWorkflowStatus({ workflow_id: late });
        return waiting_tasks.length > 0 ? waiting_tasks : undefined;
      },
      { describe: 'the new workflow to say why it waits' },
    );
    expect(waiting).toEqual([expect.objectContaining({ task_id: 'analysis-execution-plan' })]);
    expect(await requests()).toBe(WORKFLOWS);
    expect(await count("orchestrator.workflow_event WHERE type = 'task-completed'")).toBe(0);
    const { stops } = await client.listStops();
    expect(stops).toEqual([expect.objectContaining({ stop_id, held_tasks: WORKFLOWS + 1 })]);

    await client.liftStop({ stop_id });
    await waitFor(
      async () => (await count("orchestrator.workflow_event WHERE type = 'task-completed'")) >= WORKFLOWS + 1,
      { timeoutMs: 30_000, describe: 'every workflow to finish the task that was held' },
    );
    const attempts = await database.query<{ attempt: number }>(
      "SELECT DISTINCT (data ->> 'attempt')::integer AS attempt FROM orchestrator.workflow_event WHERE type = 'task-completed'",
    );
    // The same attempts went on; no workflow lost one to the stop.
    expect(attempts.rows).toEqual([{ attempt: 1 }]);
    for (const workflow_id of workflows)
      expect((await client.getWorkflowStatus({ workflow_id })).status).not.toBe('failed');
  }, 90_000);
});

import { getAgentStatus, startWorkflow } from '@botarmy/contracts';
import type { AgentStatusView } from '@botarmy/contracts';
import { waitFor } from '@botarmy/testing';

import { operator, OrchestratorPlatform } from './platform.fixture';

describe('the status of an agent', () => {
  let platform: OrchestratorPlatform;

  beforeAll(async () => {
    platform = await OrchestratorPlatform.start();
    platform.behave = () => 'silent';
  });
  afterAll(() => platform?.stop());

  const status = (agent_id: string, workflow_id?: string, caller = operator()): Promise<AgentStatusView> =>
    platform.gateway.ask(getAgentStatus, { agent_id, ...(workflow_id === undefined ? {} : { workflow_id }) }, caller);
  const start = async (): Promise<string> =>
    (await platform.gateway.ask(startWorkflow, { project_brief: 'Create a todo application' }, operator())).workflow_id;

  it('is idle while nothing runs, and unknown agents are refused', async () => {
    expect(await status('analyst')).toMatchObject({
      id: 'analyst',
      status: 'idle',
      workflow_id: null,
      active_tasks: [],
    });
    await expect(status('nobody')).rejects.toMatchObject({ status: 404, code: 'unknown-agent' });
  });

  it('speaks of the newest workflow it works in, lists every task in hand, and of a given workflow when asked', async () => {
    const [first, second] = [await start(), await start()];
    await waitFor(() => platform.tasks.length === 2, { describe: 'both tasks to reach a runner' });
    const view = await status('analyst');
    expect(view).toMatchObject({
      status: 'processing',
      workflow_id: second,
      progress_percent: 0,
      artifacts_created: [],
    });
    expect(view.current_task).toBe('Create Analysis Execution Plan');
    expect(view.started_at).not.toBeNull();
    expect(view.active_tasks.map(({ workflow_id }) => workflow_id)).toEqual([second, first]);
    const inHand = platform.tasks.find(({ task }) => task.workflow_id === first);
    if (inHand === undefined) throw new Error('no task');
    await platform.complete(inHand.task);
    const later = await waitFor(
      async () => {
        const now = await status('analyst', first);
        return now.artifacts_created.length > 0 ? now : undefined;
      },
      { describe: 'the document to be counted' },
    );
    expect(later).toMatchObject({ workflow_id: first, artifacts_created: ['analysis_execution_plan.md'] });
    expect(later.progress_percent).toBeGreaterThan(0);
    expect(await status('tester')).toMatchObject({ status: 'idle', workflow_id: second, active_tasks: [] });
  });

  it('is hidden from other tenants', async () => {
    const other = operator({ tenant_id: 'ten_other' });
    expect(await status('analyst', undefined, other)).toMatchObject({ status: 'idle', active_tasks: [] });
    await expect(status('analyst', await start(), other)).rejects.toMatchObject({ status: 404 });
  });
});

import { getWorkflowStatus, startWorkflow } from '@botarmy/contracts';
import { waitFor } from '@botarmy/testing';

import { RunCounter } from '../src/estimate/run-counter';
import { FEWEST_RUNS, RunHistories } from '../src/run-history/run-history';
import { operator, OrchestratorPlatform } from './platform.fixture';

describe('what finished runs teach', () => {
  let platform: OrchestratorPlatform;
  beforeAll(async () => {
    platform = await OrchestratorPlatform.start();
  });
  afterAll(() => platform?.stop());

  /** Runs some workflows to their end, approving what they ask. */
  const complete = async (count: number): Promise<void> => {
    const starts = Array.from({ length: count }, () =>
      platform.gateway.ask(startWorkflow, { project_brief: 'Create a todo application' }, operator()),
    );
    const ids = (await Promise.all(starts)).map(({ workflow_id }) => workflow_id);
    const answered = new Set<string>();
    const hasEnded = async (workflow_id: string): Promise<boolean> => {
      for (const { request_id, workflow_id: of } of platform.questions) {
        if (of !== workflow_id || answered.has(request_id)) continue;
        answered.add(request_id);
        await platform.answer(request_id, workflow_id, 'approved');
      }
      return (await platform.gateway.ask(getWorkflowStatus, { workflow_id }, operator())).status === 'completed';
    };
    await waitFor(async () => (await Promise.all(ids.map(hasEnded))).every(Boolean), {
      timeoutMs: 40_000,
      describe: 'the workflows end',
    });
  };
  const counted = async () => {
    const counter = platform.orchestrator.app.get(RunCounter);
    while (await counter.look());
    return platform.orchestrator.app.get(RunHistories).read('ten_default', 'sdlc', true);
  };

  it('is counted once per run, kept by tenant, and used only when there is enough of it', async () => {
    await complete(FEWEST_RUNS - 1);
    const few = await counted();
    expect(few.runs).toBe(FEWEST_RUNS - 1);
    expect([few.duration, few.cost, few.taskMinutes('requirements-analysis')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    await complete(2);
    const enough = await counted();
    expect(enough.runs).toBe(FEWEST_RUNS + 1);
    expect((await counted()).runs).toBe(FEWEST_RUNS + 1);
    // Ten tasks at 5 millionths each: known to a sixth.
    expect(enough.cost?.likely).toBeGreaterThan(38);
    expect(enough.cost?.likely).toBeLessThan(63);
    expect(enough.duration?.high).toBeGreaterThan(0);
    expect(enough.taskMinutes('requirements-analysis')).toBeGreaterThanOrEqual(0);
    const histories = platform.orchestrator.app.get(RunHistories);
    expect((await histories.read('ten_other', 'sdlc', true)).runs).toBe(0);
    expect((await histories.read('ten_default', 'sdlc', false)).runs).toBe(0);
  }, 90_000);

  it('says how often runs came out as was told before', async () => {
    const rows = await platform.database.query('SELECT estimates, cost_inside FROM orchestrator.estimate_record');
    // Only the last run could be judged: before it there were too few.
    expect(rows).toEqual([{ estimates: 1, cost_inside: 1 }]);
  });
});

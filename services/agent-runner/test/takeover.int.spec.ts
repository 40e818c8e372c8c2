import { agentPoolConsumer } from '@botarmy/contracts';
import type { ExecuteAgentTask } from '@botarmy/contracts';
import { waitFor } from '@botarmy/testing';

import { agentTask, DOCUMENT_WITHOUT_RISKS, GOOD_DOCUMENT } from '../src/task.fixture';
import { startDoomedRunner } from './doomed-runner';
import type { DoomedRunner } from './doomed-runner';
import { createRunnerRig } from './runner-rig';
import type { RunnerRig } from './runner-rig';

const POOLS = ['analyst', 'architect', 'developer', 'tester', 'deployer'];
/** Where a runner dies, one pool each. */
const CRASH_POINTS = [
  ['analyst', 'runner.in-call'],
  ['architect', 'runner.after-call'],
  ['developer', 'runner.after-store'],
  ['tester', 'runner.before-publish'],
  ['deployer', 'runner.before-ack'],
] as const;

function taskOf(pool: string, changes: Partial<ExecuteAgentTask> = {}): ExecuteAgentTask {
  const task = agentTask({ workflow_id: `wf_${pool}`, ...changes });
  return { ...task, agent: { ...task.agent, pool } };
}

describe('an attempt that another runner takes over', () => {
  let rig: RunnerRig;
  const doomed: DoomedRunner[] = [];
  const outcomesOf = (workflowId: string) =>
    rig.events.filter((event) => event.payload['workflow_id'] === workflowId).map((event) => event.name);

  beforeAll(async () => {
    rig = await createRunnerRig();
  });

  afterAll(async () => {
    for (const runner of doomed) runner.kill();
    await rig?.stop();
  });

  beforeEach(() => {
    rig.router.behaviour = () => GOOD_DOCUMENT;
  });

  it('rows 1 and 16: after kill -9 at every crash point is reported once, stored once and paid once', async () => {
    await Promise.all(POOLS.map((pool) => rig.repeatAfter(agentPoolConsumer(pool).durable, 3_000)));
    const dying = CRASH_POINTS.map(([pool, crashAt]) => {
      const runner = startDoomedRunner(rig.environment({ AGENT_POOLS: JSON.stringify([pool]) }), crashAt);
      doomed.push(runner);
      return runner.ended;
    });
    await Promise.all(CRASH_POINTS.map(([pool]) => rig.send(taskOf(pool))));
    expect(await Promise.all(dying)).toEqual(CRASH_POINTS.map(() => 'SIGKILL'));
    await waitFor(() => rig.router.records.size === CRASH_POINTS.length, { describe: 'every call is on record' });

    await rig.startRunner({ AGENT_POOLS: JSON.stringify(POOLS) });
    for (const [pool, crashAt] of CRASH_POINTS) {
      const { payload } = await rig.eventOf('agent-task.completed', `wf_${pool}`, 30_000);
      expect({ crashAt, ...payload }).toMatchObject({
        crashAt,
        attempt: 1,
        lease: 1,
        evidence: { passed: true, repairs: 0 },
        usage: { calls: 1, cost_micros: 7, output_tokens: 20 },
      });
    }
    await rig.settled();
    for (const [pool] of CRASH_POINTS) {
      expect(rig.router.paidBy(`wf_${pool}`)).toHaveLength(1);
      expect(outcomesOf(`wf_${pool}`)).toEqual(['agent-task.completed']);
      expect(rig.artifacts.storesOf(`wf_${pool}`)).toHaveLength(1);
    }
  }, 90_000);

  it('finds the stored document of an earlier lease, replays its calls and stores nothing', async () => {
    const workflow_id = 'wf_stored';
    rig.router.behaviour = ({ messages }) => (messages.length === 2 ? DOCUMENT_WITHOUT_RISKS : GOOD_DOCUMENT);
    await rig.send(taskOf('analyst', { workflow_id }));
    const first = await rig.eventOf('agent-task.completed', workflow_id);
    rig.events.length = 0;
    await rig.send(taskOf('analyst', { workflow_id, lease: 2 }));
    const second = await rig.eventOf('agent-task.completed', workflow_id);
    expect(second.payload).toEqual({ ...first.payload, lease: 2, duration_ms: expect.any(Number) });
    expect(second.messageId).toBe('wf_stored.requirements-analysis.1.2.completed');
    expect(rig.router.paidBy(workflow_id)).toHaveLength(2);
    expect(rig.artifacts.storesOf(workflow_id)).toHaveLength(1);
  });

  it('reports evidence of what is stored, even when no recorded answer explains it', async () => {
    const workflow_id = 'wf_other_text';
    const stored =
      '# Requirements Document\n\n## Overview\n\nOther words than the model would find now.\n\n## Risks\n\nNone.\n';
    rig.artifacts.addStored(workflow_id, 'requirements.md', 'requirements-analysis.1', stored);
    rig.router.behaviour = () => DOCUMENT_WITHOUT_RISKS;
    await rig.send(taskOf('analyst', { workflow_id, lease: 2 }));
    const { payload } = await rig.eventOf('agent-task.completed', workflow_id);
    expect(payload).toMatchObject({
      artifact: { size_bytes: Buffer.byteLength(stored) },
      evidence: { passed: true, words: 13, missing_sections: [] },
    });
  });

  it('row 7: is paid, stored and reported once when the same task is published again', async () => {
    const workflow_id = 'wf_again';
    const task = taskOf('analyst', { workflow_id });
    await rig.send(task);
    await rig.eventOf('agent-task.completed', workflow_id);
    await rig.send(task, { publication: 1 });
    await waitFor(() => rig.router.questionsOf(workflow_id).length === 2, { describe: 'the repetition is worked on' });
    await rig.settled();
    expect(rig.router.paidBy(workflow_id)).toHaveLength(1);
    expect(rig.artifacts.operations.get(`${workflow_id}/requirements.md/requirements-analysis.1`)).toBeDefined();
    expect(outcomesOf(workflow_id)).toEqual(['agent-task.completed']);
  });
});

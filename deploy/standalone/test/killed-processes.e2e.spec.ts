import type { StartWorkflowReply } from '@botarmy/contracts';

import { crashAtPoint } from '../src/chaos/crash-at-point';
import { processOf } from '../src/chaos/fault';
import { killTogether, loseJetStreamStore } from '../src/chaos/kill-without-warning';
import { observeDatabase } from '../src/chaos/observe-database';
import type { ChaosResult } from '../src/chaos/run-chaos';
import { ApiClient } from '../src/load/api-client';
import { startSplitPlatform, sufferFaults } from './chaos.fixture';
import type { SplitPlatform } from './chaos.fixture';

const rows = [
  [
    'row 1: a service is killed after its commit',
    crashAtPoint({ service: 'orchestrator', name: 'orchestrator.after-commit' }, 2),
  ],
  [
    'row 1: a service is killed before its transaction',
    crashAtPoint({ service: 'hitl', name: 'hitl.before-transaction' }, 1),
  ],
  [
    'row 1: a service is killed after it published',
    crashAtPoint({ service: 'artifacts', name: 'relay.after-publish' }, 2),
  ],
  [
    'row 1: a service is killed before it acknowledges',
    crashAtPoint({ service: 'agent-runner', name: 'runner.before-ack' }, 1),
  ],
  ['row 4: the broker is killed', killTogether(['nats-server'])],
  ['row 5: the broker loses its store', loseJetStreamStore],
  ['row 9: PostgreSQL is killed', killTogether(['PostgreSQL'])],
  [
    'row 16: the router is killed in the middle of a model call',
    crashAtPoint({ service: 'llm-router', name: 'llm.sent' }, 1),
  ],
] as const;

describe('a split platform whose processes are killed while workflows run', () => {
  let split: SplitPlatform;
  let result: ChaosResult;
  beforeAll(async () => {
    split = await startSplitPlatform();
    result = await sufferFaults(
      split,
      rows.map(([, fault]) => fault),
    );
  }, 300_000);
  afterAll(() => split.stop(), 60_000);

  it.each(rows.map(([name], index) => [name, index] as const))('is whole again when %s', (_name, index) => {
    expect(result.records[index]).toMatchObject({ problem: undefined, recoveredAfterMs: expect.any(Number) as number });
  });

  it('rows 1, 4, 5, 9, 16: has lost nothing and doubled nothing', () => {
    expect(result.violations).toEqual([]);
    expect(result.workflows).toBeGreaterThanOrEqual(2);
  });

  it('row 1: leaves one workflow with one brief when a start was cut off before its commit', async () => {
    const { platform } = split;
    const orchestrator = processOf(platform, 'orchestrator');
    await orchestrator.restart({ once: { CRASH_AT: 'orchestrator.before-transaction' } });
    const doomed = orchestrator.pid;
    const client = new ApiClient(platform.url, platform.demoUser!, new AbortController().signal);
    await client.signIn();
    const body = { project_brief: 'Build a parts catalogue for a bicycle workshop.' };
    const { reply, tries } = await client.command<StartWorkflowReply>('/api/workflows/start', body, 'cut-off-start');
    expect(tries).toBeGreaterThan(1);
    expect(orchestrator.pid).not.toBe(doomed);
    const { workflows, versions } = await observeDatabase(platform.database.url);
    expect(workflows).toHaveLength(result.workflows + 1);
    const known = new Set(workflows.map(({ workflow_id }) => workflow_id));
    expect(known).toContain(reply.workflow_id);
    expect(versions.filter(({ workflow_id }) => !known.has(workflow_id))).toEqual([]);
  }, 120_000);

  it('row 16: asked no provider more than once more for a call', () => {
    expect(result.calls.mostForOneCall).toBeLessThanOrEqual(1);
    expect(result.calls.recorded).toBeGreaterThanOrEqual(result.workflows * 10);
  });
});

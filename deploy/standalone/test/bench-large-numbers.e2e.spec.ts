import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { measureArtifacts } from '../src/bench/artifacts/measure-artifacts';
import { measureHitl } from '../src/bench/hitl/measure-hitl';

describe('the measurements of large numbers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'botarmy-bench-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const small = { caller: { ...process.env }, throwAway: true, print: () => undefined };

  it('see every kind of request that is made for artifacts, at every number of them', async () => {
    const figures = await measureArtifacts({
      ...small,
      stateDirectory: join(folder, 'artifacts'),
      scales: [4, 8],
      perWorkflow: 4,
      requests: 4,
    });
    expect(figures.map(({ artifacts }) => artifacts)).toEqual([4, 8]);
    for (const { operations } of figures) {
      const counts = Object.values(operations).map(({ count }) => count);
      expect(counts).toHaveLength(9);
      expect(Math.min(...counts)).toBeGreaterThan(0);
    }
  }, 240_000);

  it('see people decide and deadlines pass beside requests that wait', async () => {
    const figures = await measureHitl({
      ...small,
      stateDirectory: join(folder, 'hitl'),
      scales: [0, 20],
      inboxes: 4,
      decisions: 2,
      deadlines: 10,
      idleMs: 100,
    });
    expect(figures).toMatchObject([
      { waiting: 0, decision_ms: { count: 2 }, deadlines: { count: 0 } },
      { waiting: 20, decision_ms: { count: 2 }, deadlines: { count: 10 } },
    ]);
    expect(Object.keys(figures[1]?.memory ?? {})).toContain('hitl');
  }, 240_000);
});

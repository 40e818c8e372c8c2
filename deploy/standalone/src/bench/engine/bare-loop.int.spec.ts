import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { runBareLoop } from './bare-loop';
import { EngineDatabase, useBetween } from './engine-database';
import { perStep } from './step-figures';

describe('the bare loop', () => {
  const folder = mkdtempSync(join(tmpdir(), 'botarmy-bare-loop-'));
  let database: EngineDatabase;

  beforeAll(async () => {
    database = await EngineDatabase.start(join(folder, 'postgres'));
  }, 60_000);
  afterAll(async () => {
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const size = { workflows: 12, steps: 5, concurrency: 6, resultBytes: 2_048 };
  const kept = async (): Promise<{ steps: number; behind: number }> => {
    const { rows } = await database.client.query<{ steps: number; behind: number }>(
      `SELECT (SELECT count(*)::integer FROM bare_step) AS steps,
              (SELECT count(*)::integer FROM bare_workflow WHERE version <> ${size.steps}) AS behind`,
    );
    return rows[0] ?? { steps: 0, behind: -1 };
  };

  it('keeps every step durably, one commit each, or several in one', async () => {
    const before = await database.use();
    const single = await runBareLoop(database.ownerUrl, size, false);
    const between = await database.use();
    const grouped = await runBareLoop(database.ownerUrl, size, true);
    const after = await database.use();
    const steps = size.workflows * size.steps;
    expect([single.steps, grouped.steps]).toEqual([steps, steps]);
    expect(await kept()).toEqual({ steps: 2 * steps, behind: 0 });
    const [one, many] = [perStep(single, useBetween(before, between)), perStep(grouped, useBetween(between, after))];
    // The start of a workflow commits too.
    expect(one.commits).toBeGreaterThanOrEqual(1);
    expect(many.commits).toBeLessThan(one.commits);
    expect(one.wal_bytes).toBeGreaterThan(size.resultBytes / 2);
  }, 60_000);
});

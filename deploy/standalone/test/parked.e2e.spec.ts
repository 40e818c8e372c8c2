import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { measureParked } from '../src/bench/parked/measure-parked';

/** `npm run bench:parked` is the long form, with 10,000. */
const WORKFLOWS = 200;
/** A restarted orchestrator may not be slower than this, whatever else the machine does. */
const BOUND_MS = 5_000;

describe('workflows that wait for people', () => {
  const folder = mkdtempSync(join(tmpdir(), 'botarmy-parked-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('survive a full restart, go on when they are approved, and do nothing twice', async () => {
    const figures = await measureParked({
      stateDirectory: join(folder, 'state'),
      workflows: WORKFLOWS,
      sample: 20,
      idleMs: 100,
      caller: { ...process.env },
      throwAway: true,
      print: () => undefined,
    });
    expect(figures.repeated).toBe(0);
    expect(figures.resume_ms.one_at_a_time.count).toBe(20);
    expect(figures.resume_ms.all_at_once.count).toBe(WORKFLOWS - 20);
    expect(figures.resume_ms.one_at_a_time.p99).toBeLessThan(BOUND_MS);
    expect(Object.keys(figures.memory.restarted).sort()).toEqual(Object.keys(figures.memory.empty).sort());
  }, 240_000);
});

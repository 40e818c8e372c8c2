import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { measureParked } from '../src/bench/parked/measure-parked';

/** `PARKED_WORKFLOWS=10000` is the long form; `npm run bench:parked` measures the same without the loss. */
const WORKFLOWS = Number(process.env['PARKED_WORKFLOWS'] ?? 200);
/** A restarted orchestrator may not be slower than this, whatever else the machine does. */
const BOUND_MS = 5_000;

describe('workflows that wait for people', () => {
  const folder = mkdtempSync(join(tmpdir(), 'botarmy-parked-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(
    'survive the restart of every service and the loss of the broker’s store, go on when approved, and do nothing twice',
    async () => {
      const figures = await measureParked({
        stateDirectory: join(folder, 'state'),
        workflows: WORKFLOWS,
        sample: 20,
        idleMs: 100,
        losesStore: true,
        caller: { ...process.env },
        throwAway: true,
        print: () => undefined,
      });
      expect(figures.repeated).toBe(0);
      expect(figures.resume_ms.one_at_a_time.count).toBe(20);
      expect(figures.resume_ms.all_at_once.count).toBe(WORKFLOWS - 20);
      if (WORKFLOWS <= 200) expect(figures.resume_ms.one_at_a_time.p99).toBeLessThan(BOUND_MS);
      expect(Object.keys(figures.memory.restarted).sort()).toEqual(Object.keys(figures.memory.empty).sort());
    },
    240_000 + WORKFLOWS * 200,
  );
});

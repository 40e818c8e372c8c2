import { SERVICE_NAMES } from '@botarmy/contracts';

import type { ChaosResult } from '../src/chaos/run-chaos';
import { stopGracefully } from '../src/chaos/stop-gracefully';
import { startSplitPlatform, sufferFaults } from './chaos.fixture';
import type { SplitPlatform } from './chaos.fixture';

/** The simulator stands for the world outside; it keeps the count of calls. */
const services = SERVICE_NAMES.filter((name) => name !== 'model-simulator');

describe('row 31: a split platform whose services are asked to stop while workflows run', () => {
  let split: SplitPlatform;
  let result: ChaosResult;
  beforeAll(async () => {
    split = await startSplitPlatform();
    result = await sufferFaults(split, services.map(stopGracefully));
  }, 300_000);
  afterAll(() => split.stop(), 60_000);

  it.each(services)('%s is not ready within 1 s, ends with 0 within 25 s and comes back', (name) => {
    const record = result.records.find((candidate) => candidate.name === `SIGTERM ${name}`);
    expect(record).toMatchObject({ problem: undefined, recoveredAfterMs: expect.any(Number) as number });
  });

  it('drops nothing that was acknowledged', () => {
    expect(result.violations).toEqual([]);
  });
});

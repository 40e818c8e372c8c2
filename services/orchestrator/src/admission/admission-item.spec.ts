import { EngineDriver, outstandingEffects } from '@botarmy/process-engine';
import type { CompiledProcess } from '@botarmy/process-engine';

import { admissionOf } from './admission-item';
import { exampleProcess } from './example-process.fixture';

const context = (process: CompiledProcess, driver: EngineDriver) => ({
  state: driver.state,
  process: process.name,
  rules: { installation: {}, tenant: {} },
  leaseSeconds: 60,
  now: '2026-01-01T00:00:00.000Z',
});

describe('what a decision asks room for', () => {
  it('goes by the priority of the task, and counts integrations for the platform', () => {
    const process = exampleProcess('integrations', (text) =>
      text.replace('name: Sales\n', 'name: Sales\n        priority: high\n'),
    );
    const driver = new EngineDriver(process);
    driver.perform({ start: {} });
    driver.perform({ complete: { task: 'gather-plan' } });
    const item = admissionOf(outstandingEffects(driver.state, process), context(process, driver));
    expect(item?.tasks.map(({ task_id, agent_id, priority }) => [task_id, agent_id, priority])).toEqual([
      ['sales', 'platform', 1],
      ['status', 'platform', 0],
      ['tickets', 'platform', 0],
    ]);
  });
});

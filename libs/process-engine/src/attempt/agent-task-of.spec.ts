import { EngineDriver } from '../scenarios/engine-driver';
import { shippedProcess } from '../scenarios/shipped-process.fixture';
import { isSentTask } from '../workflow/effects';
import { outstandingEffects } from '../workflow/outstanding-effects';
import type { AgentTask } from './agent-task';
import { agentTaskOf } from './agent-task-of';

function tasksOf(name: string, ...steps: Parameters<EngineDriver['perform']>[0][]): AgentTask[] {
  const process = shippedProcess(name);
  const driver = new EngineDriver(process);
  for (const step of steps) expect(driver.perform(step)).toBe('accepted');
  return outstandingEffects(driver.state, process)
    .filter(isSentTask)
    .map((effect) => agentTaskOf(effect, process, 60));
}

describe('what a runner is told', () => {
  it('says what the budgets leave, and nothing where there are none', () => {
    const [first] = tasksOf('examples/limits', { start: {} });
    const [later] = tasksOf('examples/limits', { start: {} }, { complete: { task: 'work-plan' } });
    const [free] = tasksOf('examples/conditions', { start: {} });
    expect(first?.ceiling?.tokens).toBeGreaterThan(later?.ceiling?.tokens ?? Infinity);
    expect(free?.ceiling).toBeUndefined();
  });

  it('holds the call of an integration with all placeholders filled in, and asks no model', () => {
    const steps = [{ start: { inputs: { product: 'shop' } } }, { complete: { task: 'gather-plan' } }];
    const [status, tickets, sales] = tasksOf('examples/integrations', ...steps);
    expect(status).toMatchObject({
      agent: { id: 'platform', pool: 'integrations', route: 'none' },
      integration: { kind: 'http', url: 'https://status.example.com/api/products/shop', body: { product: 'shop' } },
      timeout_seconds: 20,
      feedback: [],
    });
    expect(tickets?.integration).toMatchObject({ kind: 'mcp', arguments: { product: 'shop', state: 'open' } });
    expect(sales?.integration).toMatchObject({ kind: 'sql', parameters: ['shop'] });
  });
});

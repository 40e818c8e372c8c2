import type { ScenarioStep } from '../scenarios/scenario-definition';
import { outstandingEffects } from './outstanding-effects';
import { given, sdlc } from './story.fixture';

const task = 'analysis-execution-plan';

describe('what a workflow waits for', () => {
  it.each<[string, readonly ScenarioStep[], ScenarioStep]>([
    ['a running task', [{ start: {} }], { complete: { task } }],
    ['a handed-over attempt', [{ start: {} }], { expire_lease: { task } }],
    [
      'a question',
      [{ start: {} }, { run_until: 'architecture-design' }],
      { complete: { task: 'architecture-design' } },
    ],
    [
      'the metadata files',
      [{ start: { approvals: [] } }, { run_until: 'deployment-planning' }],
      { complete: { task: 'deployment-planning' } },
    ],
    ['an end', [{ start: {} }, { run_until: 'closing' }], { close: {} }],
  ])('is exactly what the last decision asked for: %s', (_what, before, step) => {
    const told = given(...before).when(step);
    expect(told.state === null ? [] : outstandingEffects(told.state, sdlc)).toEqual(told.effects);
  });

  it('includes a retry timer with the time that is left', () => {
    const told = given({ start: {} }).when({ fail: { task, code: 'provider-unavailable' } });
    expect(told.state === null ? [] : outstandingEffects(told.state, sdlc)).toEqual(told.effects);
  });

  it('is nothing while the workflow is held immediately', () => {
    const { state } = given({ start: {} }, { pause: { mode: 'immediate' } });
    expect(state === null ? null : outstandingEffects(state, sdlc)).toEqual([]);
  });
});

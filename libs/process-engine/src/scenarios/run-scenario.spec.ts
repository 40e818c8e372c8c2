import { EngineDriver } from './engine-driver';
import { parseScenarios } from './parse-scenarios';
import { runScenario } from './run-scenario';
import type { Scenario } from './scenario-definition';
import { shippedProcess } from './shipped-process.fixture';

const story: Scenario = { name: 'a story', given: [{ start: {} }], when: [{ pause: {} }], then: { status: 'paused' } };
const run = (change: Partial<Scenario>) => runScenario({ ...story, ...change }, new EngineDriver(shippedProcess()));

describe('running a story', () => {
  it('finds nothing when the story holds', async () => {
    expect(await run({})).toEqual([]);
  });

  it('names every difference', async () => {
    const then = {
      status: 'completed',
      attempt: 2,
      feedback: ['x'],
      artifacts: ['a.md'],
      outcome: 'ignored: paused',
    } as const;
    expect(await run({ then })).toEqual([
      'status: expected "completed", found "paused"',
      'attempt: expected 2, found 1',
      'feedback: expected ["x"], found []',
      'artifacts: expected ["a.md"], found ["project_brief.md"]',
      'outcome: expected "ignored: paused", found "accepted"',
    ]);
  });

  it('stops at a beginning that does not happen', async () => {
    expect(await run({ given: [{ start: {} }, { resume: {} }] })).toEqual(['given {"resume":{}}: ignored: not-paused']);
  });

  it('says where it is stuck', async () => {
    const failed = { fail: { task: 'analysis-execution-plan', code: 'x', retryable: false } };
    expect(await run({ when: [failed, { run_until: 'approval' }], then: { outcome: 'accepted' } })).toEqual([
      'outcome: expected "accepted", found "stuck before approval"',
    ]);
    const paused = {
      when: [{ run_until: 'completed' }],
      given: [{ start: {} }, { pause: {} }],
      then: { outcome: 'accepted' },
    };
    expect(await run(paused)).toEqual(['outcome: expected "accepted", found "stuck before completed"']);
  });

  it('starts with a start', () => {
    expect(() => new EngineDriver(shippedProcess()).observe()).toThrow('has not started');
  });
});

describe('a scenarios file', () => {
  const text =
    'schema_version: 1\nprocess: sdlc\nscenarios:\n  - name: A story\n    given: []\n    when: [STEP]\n    then: {}\n';

  it.each([
    ['two things in one step', '{ start: {}, resume: {} }', 'invalid-step'],
    ['nothing in a step', '{}', 'invalid-step'],
    ['a step nobody knows', '{ jump: {} }', 'unknown-field'],
  ])('with %s is refused', (_what, step, code) => {
    const parsed = parseScenarios(text.replace('STEP', step), { file: 'scenarios.yaml' });
    expect(parsed).toMatchObject({ ok: false, errors: [{ code, line: 6 }] });
  });
});

import { loadProcess } from '../definition/load-process';
import { SMALL_PROCESS, smallFiles } from '../definition/small-process.fixture';
import { replayHistory } from '../replay/replay-history';
import { EngineDriver } from '../scenarios/engine-driver';
import { sampleArtifact } from '../scenarios/sample-commands';
import type { ScenarioStep } from '../scenarios/scenario-definition';
import { describeProgress } from '../views/describe-progress';
import { stageViews } from '../views/task-views';
import { workflowStatus } from '../views/workflow-status';
import { copyHistory } from './copy-history';
import { decide } from './decide';
import { foldWorkflow } from './evolve';
import { outstandingEffects } from './outstanding-effects';
import { applyEvents } from './react';

const undo = (indent: number, of: string, ...more: readonly string[]): string =>
  [
    'on_cancel:',
    '  name: Undo',
    '  agent: writer',
    '  description: Undo it.',
    `  output: { path: undo/${of}.md, title: Undone, required_sections: [Result] }`,
    '  expected_minutes: 3',
    ...more.map((line) => `  ${line}`),
  ]
    .map((line) => `${' '.repeat(indent)}${line}\n`)
    .join('');

const expected = (minutes: number, of: string, ...more: readonly string[]): readonly [string, string] => [
  `        expected_minutes: ${minutes}\n`,
  `        expected_minutes: ${minutes}.0\n${undo(8, of, ...more)}`,
];

/** Two stages side by side; plans and work of both are undone, the second stage and the whole too. */
function processWith(...more: readonly (readonly [string, string])[]) {
  const text = [
    ['stages:\n', `policies: { concurrency: parallel }\n${undo(0, 'whole')}stages:\n`] as const,
    expected(1, 'first-plan'),
    expected(2, 'first-work'),
    expected(1, 'second-plan'),
    ['    name: Second\n', `    name: Second\n    needs: []\n${undo(4, 'second', 'on_failure: fail')}`] as const,
    ['inputs: [first.md]', 'inputs: [brief.md]'] as const,
    ['inputs: [first.md, second_plan.md]', 'inputs: [second_plan.md]'] as const,
    ['approvals:\n  - after: first\n', ''] as const,
    ...more,
  ].reduce((before, [from, to]) => before.replace(from, to), SMALL_PROCESS);
  const result = loadProcess(smallFiles(text));
  if (!result.ok) throw new Error(JSON.stringify(result.errors, null, 2));
  return result.value;
}

const process = processWith();

function told(...steps: readonly ScenarioStep[]): EngineDriver {
  const driver = new EngineDriver(process);
  for (const step of steps) expect(driver.perform(step)).toBe('accepted');
  return driver;
}

const CANCEL: ScenarioStep = { cancel: { reason: 'Enough.' } };
const START: readonly ScenarioStep[] = [
  { start: {} },
  { complete: { task: 'first-plan' } },
  { complete: { task: 'second-plan' } },
  { complete: { task: 'first-work' } },
];

describe('cancelling a workflow', () => {
  it('undoes what was done last first, a stage after everything in it, the whole at the end', () => {
    const driver = told(...START, CANCEL);
    expect(driver.state.compensation).toEqual([
      'undo-first-work',
      'undo-second-plan',
      'undo-first-plan',
      'undo-second',
      'undo-small',
    ]);
    expect(driver.perform({ run_until: 'cancelled' })).toBe('accepted');
    const done = driver.events.flatMap((event) => (event.type === 'task-scheduled' ? [event.data.task_id] : []));
    expect(done.slice(-5)).toEqual(driver.state.compensation);
    expect(driver.state).toMatchObject({ phase: 'cancelled', cancellation: { reason: 'Enough.' }, timers: {} });
    expect(driver.events.at(-2)).toMatchObject({ type: 'stage-completed', data: { stage_id: 'compensation' } });
  });

  it('closes what was in hand, and asks for nothing but the first that undoes it', () => {
    const { state } = told(...START);
    const context = { process, now: '2025-01-15T12:00:00.000Z', nextId: (prefix: string) => `${prefix}_x` };
    const decision = decide({ type: 'cancel', reason: 'Enough.', cancelled_by: 'usr_a' }, state, context);
    if (decision.outcome !== 'accepted') throw new Error(decision.outcome);
    const applied = applyEvents(state, decision.events, process);
    expect(applied.effects.map((effect) => [effect.type, 'task_id' in effect ? effect.task_id : null])).toEqual([
      ['cancel-agent-task', 'second-work'],
      ['start-timer', null],
      ['send-agent-task', 'undo-first-work'],
    ]);
    expect(outstandingEffects(applied.state, process).map(({ type }) => type)).toEqual([
      'send-agent-task',
      'start-timer',
    ]);
  });

  it('shows that it is being cancelled and how long that takes, not that work was lost', () => {
    const driver = told(...START);
    const before = describeProgress(driver.state, process, driver.now);
    expect(driver.perform(CANCEL)).toBe('accepted');
    const progress = describeProgress(driver.state, process, driver.now);
    expect(workflowStatus(driver.state)).toBe('cancelling');
    expect(progress).toMatchObject({
      percent: before.percent,
      current_stage: { id: 'compensation', name: 'Compensation' },
      current_task: { id: 'undo-first-work', attempt: 1 },
      remaining_minutes: 15,
    });
    expect(stageViews(driver.state, process).map(({ id, status }) => [id, status])).toEqual([
      ['first', 'completed'],
      ['second', 'cancelled'],
      ['compensation', 'running'],
    ]);
    const [, next] = stageViews(driver.state, process).at(-1)?.tasks ?? [];
    expect(next).toMatchObject({ id: 'undo-second-plan', status: 'pending', started_at: null });
  });

  it('ends as failed where what undoes it must not fail', () => {
    const driver = told(...START, CANCEL);
    for (const id of ['undo-first-work', 'undo-second-plan', 'undo-first-plan'])
      expect(driver.perform({ complete: { task: id } })).toBe('accepted');
    expect(driver.perform({ fail: { task: 'undo-second', code: 'gone', retryable: false } })).toBe('accepted');
    expect(driver.state).toMatchObject({ phase: 'failed', failure: { code: 'gone', task_id: 'undo-second' } });
  });

  it('waits for a retry of what undoes it, and goes on when its timer fires', () => {
    const driver = told(...START, CANCEL, { fail: { task: 'undo-first-work', code: 'provider-unavailable' } });
    expect(driver.handedOut).toEqual([]);
    expect(driver.perform({ fire_timer: {} })).toBe('accepted');
    expect(driver.observe()).toMatchObject({ running: { task: 'undo-first-work', attempt: 2 } });
  });

  it('refuses everything else meanwhile, and says so to a second cancellation', () => {
    const driver = told(...START, CANCEL);
    const by = { requested_by: 'usr_a' };
    expect(driver.perform(CANCEL)).toBe('ignored: already-cancelling');
    expect(driver.perform({ retry: { task: 'first-work' } })).toBe('rejected: workflow-cancelling');
    expect(driver.perform({ skip: { task: 'second-work', reason: 'x' } })).toBe('rejected: workflow-cancelling');
    expect(driver.handle({ type: 'restart-stage', stage_id: 'first', ...by })).toBe('rejected: workflow-cancelling');
    expect(driver.handle({ type: 'rerun-stale', ...by })).toBe('rejected: workflow-cancelling');
    const artifact = sampleArtifact('first.md', 4);
    expect(driver.handle({ type: 'edit-artifact', artifact, edited_by: 'usr_a', rerun: true })).toBe(
      'rejected: workflow-cancelling',
    );
    expect(driver.handle({ type: 'migrate', to: process, migrated_by: 'usr_a' })).toBe('rejected: workflow-cancelling');
  });

  it('ends at once where nothing was done, and where nobody wants it undone', () => {
    const nothing = processWith([undo(0, 'whole'), '']);
    const driver = new EngineDriver(nothing);
    for (const step of [{ start: {} }, CANCEL]) expect(driver.perform(step)).toBe('accepted');
    // Of the second stage a task was begun.
    expect(driver.state).toMatchObject({ phase: 'cancelling', compensation: ['undo-second'] });
    const other = told(...START, { cancel: { reason: 'Now.', compensate: false } });
    expect(other.state).toMatchObject({ phase: 'cancelled', ended_at: other.now });
  });

  it('undoes in a fork what the fork did itself', () => {
    const parent = told(...START);
    const history = copyHistory(parent.events, 'wf_fork', new Map());
    const now = '2025-01-16T00:00:00.000Z';
    let ids = 0;
    const context = { process, now, nextId: (prefix: string) => `${prefix}_f${String((ids += 1))}` };
    let state = foldWorkflow(history);
    const act = (command: Parameters<typeof decide>[0]): void => {
      const decision = decide(command, state, context);
      if (decision.outcome !== 'accepted') throw new Error(JSON.stringify(decision));
      state = applyEvents(state, decision.events, process).state;
    };
    act({ type: 'fork', parent_workflow_id: 'wf_story', parent_seq: history.length, forked_by: 'usr_a', edits: [] });
    act({ type: 'cancel', reason: 'Enough.', cancelled_by: 'usr_a' });
    // Only work at the second stage went on in the fork.
    expect(state.compensation).toEqual(['undo-second', 'undo-small']);
  });

  it('goes on as a fork that begins in the middle of it, with the work, not with undoing it', () => {
    const parent = told(...START, CANCEL, { complete: { task: 'undo-first-work' } });
    const history = copyHistory(parent.events, 'wf_fork', new Map());
    const context = { process, now: '2025-01-16T00:00:00.000Z', nextId: (prefix: string) => `${prefix}_f` };
    const fork = { parent_workflow_id: 'wf_story', parent_seq: history.length, forked_by: 'usr_a', edits: [] };
    const state = foldWorkflow(history);
    const decision = decide({ type: 'fork', ...fork }, state, context);
    if (decision.outcome !== 'accepted') throw new Error(JSON.stringify(decision));
    const forked = applyEvents(state, decision.events, process).state;
    expect(forked).toMatchObject({ phase: 'running', cancellation: null, compensation: [] });
    expect(Object.keys(forked.stages)).not.toContain('compensation');
    expect(outstandingEffects(forked, process)).toMatchObject([{ task_id: 'second-work', attempt: 2 }]);
  });

  it.each<[string, readonly ScenarioStep[]]>([
    ['done', [{ run_until: 'cancelled' }]],
    ['ended by its deadline', [{ fire_timer: { of: 'compensation-deadline' } }]],
    ['ended at once', [{ cancel: { reason: 'Now.', compensate: false } }]],
  ])('is replayed to the same events when it was %s', (_how, steps) => {
    const driver = told(...START, CANCEL, ...steps);
    const late = (event: (typeof driver.events)[number]) =>
      event.type === 'workflow-cancelled' && steps[0]?.fire_timer !== undefined
        ? { ...event, occurred_at: '2025-01-15T12:00:00.000Z' }
        : event;
    const { divergence } = replayHistory(driver.events.map(late), process);
    expect(divergence).toBeNull();
  });
});

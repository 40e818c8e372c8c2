import fc from 'fast-check';

import { EngineDriver } from '../scenarios/engine-driver';
import { SAMPLE_USAGE, sampleArtifact, toCommand } from '../scenarios/sample-commands';
import type { ScenarioStep } from '../scenarios/scenario-definition';
import type { WorkflowCommand } from './commands';
import { decide } from './decide';
import { deepFreeze } from './deep-freeze.fixture';
import type { WorkflowEvent } from './events';
import { foldWorkflow } from './evolve';
import { outstandingEffects } from './outstanding-effects';
import { applyEvents } from './react';
import { sdlc } from './story.fixture';
import { eachTask, findTask } from './task-table';
import type { WorkflowState } from './workflow';

/** Something that may happen to whatever task runs, in or out of turn. */
type Happening =
  | { readonly kind: 'step'; readonly step: ScenarioStep }
  | {
      readonly kind: 'report';
      readonly report: 'good' | 'bad' | 'lost' | 'outage' | 'fatal';
      readonly skew: { readonly attempt: number; readonly lease: number };
    };

const reports = fc.record({
  kind: fc.constant('report' as const),
  report: fc.oneof(
    { weight: 20, arbitrary: fc.constant('good' as const) },
    { weight: 6, arbitrary: fc.constantFrom('bad' as const, 'lost' as const, 'outage' as const) },
    { weight: 1, arbitrary: fc.constant('fatal' as const) },
  ),
  skew: fc.oneof(
    { weight: 9, arbitrary: fc.constant({ attempt: 0, lease: 0 }) },
    {
      weight: 1,
      arbitrary: fc.record({ attempt: fc.integer({ min: -1, max: 1 }), lease: fc.integer({ min: -1, max: 1 }) }),
    },
  ),
});

const steps = fc.oneof(
  { weight: 8, arbitrary: fc.constant<ScenarioStep>({ answer: { response: 'approved' } }) },
  {
    weight: 20,
    arbitrary: fc.constantFrom<ScenarioStep>(
      { start: {} },
      { answer: { response: 'modified', feedback: 'Change this.' } },
      { answer: { response: 'rejected', feedback: 'Not this.' } },
      { pause: {} },
      { pause: { mode: 'immediate' } },
      { resume: {} },
      { resume: {} },
      { resume: {} },
      { fire_timer: {} },
      { fire_timer: {} },
      { close: {} },
    ),
  },
  { weight: 1, arbitrary: fc.constant<ScenarioStep>({ cancel: { reason: 'No longer needed.' } }) },
);

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 6, arbitrary: reports },
  { weight: 4, arbitrary: steps.map((step) => ({ kind: 'step' as const, step })) },
);

describe('any sequence of commands', () => {
  it('leaves a valid state that is the fold of its events', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 120 }), (happenings) => {
        const world = new World();
        for (const next of happenings) world.face(next);
        expect(foldWorkflow(world.events)).toEqual(world.state);
        expect(JSON.parse(JSON.stringify(world.state))).toEqual(world.state);
        expect(world.state.version).toBe(world.events.length);
      }),
      { numRuns: 300 },
    );
  });

  it('ends, or waits for a person, once nothing goes wrong any more', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 120 }), (happenings) => {
        const world = new World();
        for (const next of happenings) world.face(next);
        if (world.state.pause !== null) world.face({ kind: 'step', step: { resume: {} } });
        for (let turn = 0; turn < 200 && !world.hasEnded && world.state.pending_approvals.length === 0; turn += 1) {
          world.settle();
        }
        expect(world.hasEnded || world.state.pending_approvals.length > 0).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('completes when people approve everything', () => {
    const driver = new EngineDriver(sdlc);
    driver.perform({ start: {} });
    expect(driver.perform({ run_until: 'completed' })).toBe('accepted');
    expect(driver.state.phase).toBe('completed');
  });
});

/** One workflow that checks itself after every command. */
class World {
  readonly events: WorkflowEvent[] = [];
  private current: WorkflowState | null = null;
  private ids = 0;

  constructor() {
    this.handle(toCommand({ start: {} }, null, sdlc));
  }

  get state(): WorkflowState {
    if (this.current === null) throw new Error('The workflow did not start.');
    return this.current;
  }

  get hasEnded(): boolean {
    return ['completed', 'failed', 'cancelled'].includes(this.state.phase);
  }

  /** Lets something happen. */
  face(next: Happening): void {
    if (next.kind === 'step') return this.handle(toCommand(next.step, this.state, sdlc));
    const [task_id = 'analysis-execution-plan', task] =
      [...eachTask(this.state)].find(([, known]) => known.status === 'running') ??
      [...eachTask(this.state)].at(-1) ??
      [];
    const attempt = {
      task_id,
      attempt: (task?.attempt ?? 1) + next.skew.attempt,
      lease: (task?.lease ?? 1) + next.skew.lease,
    };
    const failure = { detail: 'It did not work.', retryable: next.report === 'outage' };
    switch (next.report) {
      case 'lost':
        return this.handle({ type: 'expire-lease', ...attempt });
      case 'outage':
      case 'fatal':
        return this.handle({ type: 'fail-task', ...attempt, code: `provider-${next.report}`, ...failure });
      default: {
        const isGood = next.report === 'good';
        const missing_sections = isGood ? [] : ['Risks'];
        const artifact = sampleArtifact(sdlc.tasks[task_id]?.output.path ?? 'x.md', attempt.attempt);
        const evidence = { passed: isGood, words: 300, missing_sections, repairs: 0 };
        return this.handle({
          type: 'complete-task',
          ...attempt,
          artifact,
          evidence,
          usage: SAMPLE_USAGE,
          duration_ms: 1,
        });
      }
    }
  }

  /** Does what the workflow waits for; there must be something. */
  settle(): void {
    const [effect] = outstandingEffects(this.state, sdlc);
    if (effect?.type === 'send-agent-task')
      this.face({ kind: 'report', report: 'good', skew: { attempt: 0, lease: 0 } });
    else if (effect?.type === 'start-timer') this.face({ kind: 'step', step: { fire_timer: {} } });
    else if (effect?.type === 'close-workflow') this.face({ kind: 'step', step: { close: {} } });
    else throw new Error(`Nothing moves the workflow on: ${JSON.stringify(this.state)}`);
  }

  private handle(command: WorkflowCommand): void {
    const before = this.current === null ? null : deepFreeze(this.current);
    const nextId = (prefix: string) => `${prefix}_${String((this.ids += 1))}`;
    const decision = decide(command, before, { process: sdlc, now: '2025-01-15T12:00:00.000Z', nextId });
    if (decision.outcome !== 'accepted') return;
    expect(before !== null && ['completed', 'failed', 'cancelled'].includes(before.phase)).toBe(false);
    expect(decision.events.length).toBeGreaterThan(0);
    if ('lease' in command) {
      const { status, attempt, lease } = (before === null ? undefined : findTask(before, command.task_id)) ?? {};
      expect({ status, attempt, lease }).toEqual({ status: 'running', attempt: command.attempt, lease: command.lease });
    }
    const { state, effects } = applyEvents(before, decision.events, sdlc);
    this.events.push(...decision.events);
    this.current = state;
    expect(effects.filter((effect) => effect.type === 'send-agent-task').length).toBeLessThanOrEqual(1);
    checkState(before, state);
    const asked = before?.pending_approvals ?? [];
    const mayCloseIt = ['answer-approval', 'cancel'].includes(command.type);
    if (asked.length > 0 && !mayCloseIt) expect(state.pending_approvals).toEqual(asked);
  }
}

function checkState(before: WorkflowState | null, after: WorkflowState): void {
  const running = [...eachTask(after)].filter(([, task]) => task.status === 'running');
  expect(running.length).toBeLessThanOrEqual(1);
  if (after.pending_approvals.length > 0) expect(running).toEqual([]);
  if (after.pause?.mode === 'immediate') expect(running).toEqual([]);
  for (const [id, task] of eachTask(after)) {
    const known = before === null ? undefined : findTask(before, id);
    if (known === undefined) continue;
    expect(task.attempt).toBeGreaterThanOrEqual(known.attempt);
    expect(task.attempt).toBeLessThanOrEqual(known.attempt + 1);
    if (task.attempt === known.attempt) expect(task.lease).toBeGreaterThanOrEqual(known.lease);
  }
  const isOver = ['completed', 'failed', 'cancelled'].includes(after.phase);
  if (isOver) {
    expect(after.ended_at).not.toBeNull();
    expect(after.pending_approvals).toEqual([]);
    expect(outstandingEffects(after, sdlc)).toEqual([]);
  } else if (after.pause === null && after.pending_approvals.length === 0) {
    expect(outstandingEffects(after, sdlc)).toHaveLength(1);
  }
}

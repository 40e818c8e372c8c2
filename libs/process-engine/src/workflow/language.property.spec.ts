import fc from 'fast-check';

import type { CompiledProcess } from '../definition/compiled-process';
import { SAMPLE_USAGE, sampleArtifact, toCommand } from '../scenarios/sample-commands';
import type { WorkflowCommand } from './commands';
import { decide } from './decide';
import { deepFreeze } from './deep-freeze.fixture';
import { drawnProcess } from './drawn-process.fixture';
import type { WorkflowEvent } from './events';
import { foldWorkflow } from './evolve';
import { outstandingEffects } from './outstanding-effects';
import { applyEvents } from './react';
import { eachTask, findTask, isSettled } from './task-table';
import { outputPathOf } from './task-texts';
import type { WorkflowState } from './workflow';

/** What happens next; `pick` chooses among the tasks, questions or stages there are. */
interface Happening {
  readonly what:
    | 'done'
    | 'outage'
    | 'fatal'
    | 'lost'
    | 'late'
    | 'approve'
    | 'modify'
    | 'reject'
    | 'pause'
    | 'interrupt'
    | 'resume'
    | 'timer'
    | 'close'
    | 'retry'
    | 'skip'
    | 'restart'
    | 'cancel'
    | 'end';
  readonly pick: number;
  readonly words: number;
}

const weights: Readonly<Record<Happening['what'], number>> = {
  done: 20,
  approve: 6,
  timer: 4,
  resume: 4,
  outage: 3,
  fatal: 1,
  lost: 2,
  late: 2,
  modify: 2,
  reject: 1,
  pause: 1,
  interrupt: 1,
  close: 2,
  retry: 2,
  skip: 1,
  restart: 1,
  cancel: 1,
  end: 0.1,
};
const happening: fc.Arbitrary<Happening> = fc.record({
  what: fc.oneof(
    ...Object.entries(weights).map(([what, weight]) => ({
      weight: Math.round(weight * 10),
      arbitrary: fc.constant(what as Happening['what']),
    })),
  ),
  pick: fc.nat({ max: 20 }),
  words: fc.constantFrom(300, 450),
});
const story = fc.tuple(drawnProcess, fc.array(happening, { maxLength: 60 }));
/** Longer runs by hand: PROPERTY_RUNS=20000. */
const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 60);

describe('any process and any sequence of commands', () => {
  it('leaves a valid state that is the fold of its events, and an end is the end', () => {
    fc.assert(
      fc.property(story, ([process, happenings]) => {
        const world = new World(process);
        for (const next of happenings) world.face(next);
        expect(foldWorkflow(world.events)).toEqual(world.state);
        expect(JSON.parse(JSON.stringify(world.state))).toEqual(world.state);
      }),
      { numRuns },
    );
  });

  it('ends, or waits for a person, once nothing goes wrong any more', () => {
    fc.assert(
      fc.property(story, ([process, happenings]) => {
        const world = new World(process);
        for (const next of happenings) world.face(next);
        world.face({ what: 'resume', pick: 0, words: 450 });
        for (let turn = 0; turn < 300 && !world.isAtRest; turn += 1) world.settle();
        expect(world.isAtRest).toBe(true);
      }),
      { numRuns },
    );
  });
});

/** One workflow of any process, which checks itself after every command. */
class World {
  readonly events: WorkflowEvent[] = [];
  private current: WorkflowState | null = null;
  private ids = 0;

  constructor(private readonly process: CompiledProcess) {
    this.handle(toCommand({ start: {} }, null, process));
  }

  get state(): WorkflowState {
    if (this.current === null) throw new Error('The workflow did not start.');
    return this.current;
  }

  /** It has ended, or only a person can move it on: a question is open, or a task waits to be retried or skipped. */
  get isAtRest(): boolean {
    const { state } = this;
    if (state.ended_at !== null) return true;
    // One thing at a time: while people are asked, retries wait as well.
    if (state.concurrency === 'sequential' && state.pending_approvals.length > 0) return true;
    if (outstandingEffects(state, this.process).some(({ type }) => type !== 'open-hitl-request')) return false;
    const isAsked = state.pending_approvals.length > 0;
    return isAsked || [...eachTask(state)].some(([, { status, tolerated }]) => status === 'failed' && !tolerated);
  }

  face({ what, pick, words }: Happening): void {
    const { state } = this;
    const tasks = [...eachTask(state)];
    const running = tasks.filter(([, { status }]) => status === 'running');
    const [taskId, task] = among(running, pick) ?? among(tasks, pick) ?? ['s0-plan', undefined];
    const attempt = { task_id: taskId, attempt: task?.attempt ?? 1, lease: task?.lease ?? 1 };
    const request_id = among(state.pending_approvals, pick)?.request_id ?? 'hitl_none';
    const by = 'usr_a';
    switch (what) {
      case 'done':
        return this.complete(attempt, words);
      case 'late':
        return this.complete({ ...attempt, attempt: attempt.attempt - 1 }, words);
      case 'outage':
      case 'fatal': {
        const failure = { code: `provider-${what}`, detail: 'No.', retryable: what === 'outage' };
        return this.handle({ type: 'fail-task', ...attempt, ...failure });
      }
      case 'lost':
        return this.handle({ type: 'expire-lease', ...attempt });
      case 'approve':
        return this.handle({ type: 'answer-approval', request_id, response: 'approved', answered_by: by });
      case 'modify':
        return this.handle({
          type: 'answer-approval',
          request_id,
          response: 'modified',
          feedback: 'So.',
          answered_by: by,
        });
      case 'reject':
        return this.handle({ type: 'answer-approval', request_id, response: 'rejected', answered_by: by });
      case 'pause':
        return this.handle({ type: 'pause', mode: 'safe-point', paused_by: by });
      case 'interrupt':
        return this.handle({ type: 'pause', mode: 'immediate', paused_by: by });
      case 'resume':
        return this.handle({ type: 'resume', resumed_by: by });
      case 'timer': {
        const timers = tasks.flatMap(([, { timer }]) => timer?.timer_id ?? []);
        return this.handle({ type: 'fire-timer', timer_id: among(timers, pick) ?? 'tmr_none' });
      }
      case 'close':
        return this.handle(toCommand({ close: {} }, state, this.process));
      case 'retry':
        return this.handle({ type: 'retry-task', task_id: taskId, requested_by: by });
      case 'skip':
        return this.handle({ type: 'skip-task', task_id: taskId, reason: 'Not needed.', skipped_by: by });
      case 'restart':
        return this.handle({
          type: 'restart-stage',
          stage_id: among(Object.keys(state.stages), pick) ?? 's0',
          requested_by: by,
        });
      case 'cancel':
        return this.handle({ type: 'cancel', reason: 'Enough.', cancelled_by: by });
      case 'end':
        return this.handle({ type: 'cancel', reason: 'Now.', cancelled_by: by, compensate: false });
    }
  }

  /** Does one thing the workflow waits for; there must be one. Time passes when nobody works: a retry that found no room goes then. */
  settle(): void {
    const effects = outstandingEffects(this.state, this.process).filter(({ type }) => type !== 'open-hitl-request');
    const effect = effects.find(({ type }) => type !== 'start-timer') ?? effects[0];
    switch (effect?.type) {
      case 'send-agent-task':
      case 'send-integration-task':
      case 'start-child-workflow':
        return this.complete(effect, 450);
      case 'start-timer':
        return this.handle({ type: 'fire-timer', timer_id: effect.timer_id });
      case 'close-workflow':
        return this.handle(toCommand({ close: {} }, this.state, this.process));
      default:
        throw new Error(`Nothing moves the workflow on: ${JSON.stringify(this.state)}`);
    }
  }

  private complete(
    attempt: { readonly task_id: string; readonly attempt: number; readonly lease: number },
    words: number,
  ): void {
    const { task_id, lease } = attempt;
    const path = outputPathOf(task_id, this.state, this.process);
    this.handle({
      type: 'complete-task',
      task_id,
      attempt: attempt.attempt,
      lease,
      artifact: sampleArtifact(path, Math.max(1, attempt.attempt)),
      evidence: { passed: true, words, missing_sections: [], repairs: 0 },
      usage: SAMPLE_USAGE,
      duration_ms: 1,
    });
  }

  private handle(command: WorkflowCommand): void {
    const { process } = this;
    const before = this.current === null ? null : deepFreeze(this.current);
    const nextId = (prefix: string) => `${prefix}_${String((this.ids += 1))}`;
    const decision = decide(command, before, { process, now: '2025-01-15T12:00:00.000Z', nextId });
    if (decision.outcome !== 'accepted') return;
    // An end is the end.
    expect(before?.ended_at ?? null).toBeNull();
    if ('lease' in command) {
      const { status, attempt, lease } = (before === null ? undefined : findTask(before, command.task_id)) ?? {};
      expect({ status, attempt, lease }).toEqual({ status: 'running', attempt: command.attempt, lease: command.lease });
    }
    this.current = applyEvents(before, decision.events, process).state;
    this.events.push(...decision.events);
    checkState(before, this.current, process);
  }
}

function checkState(before: WorkflowState | null, after: WorkflowState, process: CompiledProcess): void {
  const effects = outstandingEffects(after, process);
  const sent = effects.flatMap((effect) => ('task_id' in effect ? [effect.task_id] : []));
  // At most one current attempt of a task, and no more tasks at a time than the process allows.
  expect(new Set(sent).size).toBe(sent.length);
  const isOneAtATime = after.concurrency === 'sequential' || after.phase === 'cancelling';
  expect(sent.length).toBeLessThanOrEqual(isOneAtATime ? 1 : 2);
  // Once a workflow is being cancelled nothing is done but undoing, in its order.
  const { compensation } = after;
  if (after.phase === 'cancelling' && compensation !== undefined) {
    const open = compensation.filter((id) => !isSettled(findTask(after, id)));
    expect(sent).toEqual(open.slice(0, sent.length));
  }
  for (const [id, task] of eachTask(after)) {
    const known = before === null ? undefined : findTask(before, id);
    if (known === undefined) continue;
    expect(task.attempt).toBeGreaterThanOrEqual(known.attempt);
    if (task.attempt === known.attempt) expect(task.lease).toBeGreaterThanOrEqual(known.lease);
  }
  if (after.ended_at === null) return;
  expect(effects).toEqual([]);
  expect(after.pending_approvals).toEqual([]);
}

function among<T>(items: readonly T[], pick: number): T | undefined {
  return items.length === 0 ? undefined : items[pick % items.length];
}

import fc from 'fast-check';

import type { CompiledProcess, CompiledTask } from '../definition/compiled-process';
import { contentHash } from '../definition/content-hash';
import { EngineDriver } from '../scenarios/engine-driver';
import { sampleArtifact, toCommand } from '../scenarios/sample-commands';
import type { ScenarioStep } from '../scenarios/scenario-definition';
import type { WorkflowCommand } from './commands';
import { decide } from './decide';
import type { Decision } from './decision';
import { deepFreeze } from './deep-freeze.fixture';
import type { WorkflowEvent } from './events';
import { foldWorkflow } from './evolve';
import { METADATA_PATHS } from './limits';
import { migrationChanges } from './migration-changes';
import { outstandingEffects } from './outstanding-effects';
import { applyEvents } from './react';
import { sdlc } from './story.fixture';
import { eachTask, findTask } from './task-table';
import type { WorkflowState } from './workflow';

const NOW = '2025-01-15T12:00:00.000Z';

/** The shipped process as another version. */
function changed(change: Partial<CompiledProcess>): CompiledProcess {
  const { content_hash: _former, ...rest } = { ...sdlc, version: '9.0.0', ...change };
  return deepFreeze({ ...rest, content_hash: contentHash(rest) });
}

function withTaskChanged(id: string, change: Partial<CompiledTask>): CompiledProcess {
  const task = sdlc.tasks[id];
  if (task === undefined) throw new Error(`There is no task ${id}.`);
  return changed({ tasks: { ...sdlc.tasks, [id]: { ...task, ...change } } });
}

function storyTo(...steps: readonly ScenarioStep[]): WorkflowState {
  const driver = new EngineDriver(sdlc);
  for (const step of [{ start: {} }, ...steps]) expect(driver.perform(step)).toBe('accepted');
  return deepFreeze(driver.state);
}

let ids = 0;
function decideWith(command: WorkflowCommand, state: WorkflowState, process: CompiledProcess): Decision {
  return decide(command, state, { process, now: NOW, nextId: (prefix) => `${prefix}_m${String((ids += 1))}` });
}

function migrate(state: WorkflowState, to: CompiledProcess): Decision {
  return decideWith({ type: 'migrate', to, migrated_by: 'usr_admin' }, state, sdlc);
}

describe('moving a workflow to another version of its process', () => {
  it('keeps what is done, and has the rest done by the new version', () => {
    const waiting = storyTo({ run_until: 'approval' });
    const to = withTaskChanged('implementation-planning', { description: 'Draw it.' });
    const decision = migrate(waiting, to);
    if (decision.outcome !== 'accepted') throw new Error(JSON.stringify(decision));
    expect(decision.events.map((event) => event.type)).toEqual(['process-migrated']);
    const { state, effects } = applyEvents(waiting, decision.events, to);
    expect(effects).toEqual([]);
    expect(state.process).toEqual({ name: 'sdlc', version: '9.0.0', content_hash: to.content_hash });
    expect({ ...state, process: waiting.process, version: waiting.version, updated_at: waiting.updated_at }).toEqual(
      waiting,
    );
    let end = { state };
    for (let turn = 0; turn < 40 && findTask(end.state, 'implementation-planning')?.status !== 'running'; turn += 1)
      end = applyEvents(end.state, goOn(end.state, to), to);
    expect(outstandingEffects(end.state, to)).toEqual([
      expect.objectContaining({
        task_id: 'implementation-planning',
        instructions: expect.stringContaining('Draw it.'),
      }),
    ]);
  });

  it('is ignored for the version it runs on, and refused when it is over', () => {
    expect(migrate(storyTo(), sdlc)).toEqual({ outcome: 'ignored', reason: 'already-current' });
    const over = storyTo({ cancel: { reason: 'No longer needed.' } });
    expect(migrate(over, changed({}))).toMatchObject({ outcome: 'rejected', code: 'workflow-ended' });
  });

  const [first] = sdlc.stages;
  const refusals: readonly (readonly [string, readonly ScenarioStep[], CompiledProcess, string])[] = [
    [
      'a task in hand would change',
      [],
      withTaskChanged('analysis-execution-plan', { description: 'Other.' }),
      'The task analysis-execution-plan is in hand and would change: let it finish, or move when it is done.',
    ],
    [
      'the agent of a task in hand would change',
      [],
      changed({ agents: { ...sdlc.agents, analyst: { ...sdlc.agents.analyst!, prompt: 'Other.' } } }),
      'The task analysis-execution-plan is in hand and would change',
    ],
    [
      'what is done would lie elsewhere',
      [{ run_until: 'approval' }],
      withTaskChanged('requirements-analysis', {
        output: { ...sdlc.tasks['requirements-analysis']!.output, path: 'elsewhere.md' },
      }),
      'The task requirements-analysis is done; in the new version it writes another document or other values.',
    ],
    [
      'a begun task is gone',
      [{ run_until: 'approval' }],
      changed({
        tasks: Object.fromEntries(Object.entries(sdlc.tasks).filter(([id]) => id !== 'requirements-analysis')),
      }),
      'The task requirements-analysis was begun, and the new version has none of this id.',
    ],
    [
      'a done stage gets another task',
      [{ run_until: 'approval' }],
      changed({
        stages: sdlc.stages.map((stage) =>
          stage === first ? { ...stage, task_ids: [...stage.task_ids, 'one-more'] } : stage,
        ),
      }),
      'The stage analyze is done, and the new version adds one-more to it.',
    ],
    [
      'a begun stage is gone',
      [],
      changed({ stages: sdlc.stages.slice(1).map((stage, index) => ({ ...stage, index })) }),
      'The stage analyze was begun, and the new version has none of this id.',
    ],
    [
      'a begun stage would come later',
      [],
      changed({ stages: sdlc.stages.map((stage) => (stage === first ? { ...stage, needs: ['design'] } : stage)) }),
      'The stage analyze was begun, and the new version wants design done before it.',
    ],
    [
      'a question is open that is not asked any more',
      [{ run_until: 'approval' }],
      changed({ approval_points: [] }),
      'is asked for, and the new version has none.',
    ],
    [
      'it begins with another document',
      [],
      changed({ input: { ...sdlc.input, path: 'idea.md' } }),
      'the new version begins with idea.md.',
    ],
    [
      'an input is missing',
      [],
      changed({ inputs: [{ name: 'audience', title: 'Audience', type: 'string', required: true, max: 100 }] }),
      'Its inputs do not fit the new version: Give a value for "audience"',
    ],
  ];

  it.each(refusals)('is refused when %s', (_what, steps, to, reason) => {
    expect(migrate(storyTo(...steps), to)).toEqual({
      outcome: 'rejected',
      code: 'cannot-migrate',
      detail: expect.stringContaining(reason),
    });
  });

  it('asks nobody anew about what is past, and about what is to come', () => {
    const waiting = storyTo({ run_until: 'approval' });
    const extra = ['requirements-analysis', 'implementation-planning'].map((task_id) => ({
      ...sdlc.approval_points[0]!,
      id: `after-task-${task_id}`,
      position: 'after' as const,
      task_id,
      stage_id: sdlc.tasks[task_id]?.stage_id ?? '',
    }));
    const to = changed({ approval_points: [...sdlc.approval_points, ...extra] });
    const decision = migrate(waiting, to);
    if (decision.outcome !== 'accepted') throw new Error(JSON.stringify(decision));
    const { state } = applyEvents(waiting, decision.events, to);
    const asked = state.approval_points.map((point) => point.id);
    expect(asked).toContain('after-task-implementation-planning');
    expect(asked).not.toContain('after-task-requirements-analysis');
  });

  it('says what would change for what is left to do', () => {
    const waiting = storyTo({ run_until: 'approval' });
    const to = changed({
      agents: {
        ...sdlc.agents,
        analyst: { ...sdlc.agents.analyst!, prompt: 'Other.' },
        tester: { ...sdlc.agents.tester!, prompt: 'Other.' },
      },
      tasks: { ...sdlc.tasks, 'test-planning': { ...sdlc.tasks['test-planning']!, name: 'Tests' } },
      approval_points: sdlc.approval_points.slice(0, -1),
    });
    expect(migrationChanges(waiting, sdlc, to)).toEqual([
      { change: 'changed', what: 'process', id: 'sdlc', fields: ['version'] },
      { change: 'changed', what: 'task', id: 'test-planning', fields: ['name'] },
      { change: 'changed', what: 'agent', id: 'tester', fields: ['prompt'] },
      { change: 'removed', what: 'approval', id: sdlc.approval_points.at(-1)?.id, fields: [] },
    ]);
  });
});

describe('any version a workflow moves to, at any time', () => {
  const edits = fc.record({
    described: fc.subarray(Object.keys(sdlc.tasks), { maxLength: 2 }),
    prompted: fc.subarray(Object.keys(sdlc.agents), { maxLength: 1 }),
    dropped: fc.subarray(
      sdlc.stages.map((stage) => stage.id),
      { maxLength: 1 },
    ),
    unasked: fc.subarray(
      sdlc.approval_points.map((point) => point.id),
      { maxLength: 1 },
    ),
  });

  it('leaves a valid state that ends with everything done', () => {
    let moved = 0;
    fc.assert(
      fc.property(fc.nat({ max: 30 }), edits, fc.boolean(), (turns, edit, isPaused) => {
        const events: WorkflowEvent[] = [];
        let state = storyTo();
        const face = (made: readonly WorkflowEvent[], process: CompiledProcess): void => {
          events.push(...made);
          state = deepFreeze(applyEvents(state, made, process).state);
        };
        for (let turn = 0; turn < turns && state.phase === 'running'; turn += 1) face(goOn(state, sdlc), sdlc);
        const start = state;
        if (isPaused && state.phase === 'running')
          face(eventsOf(decideWith({ type: 'pause', mode: 'immediate', paused_by: 'usr_a' }, state, sdlc)), sdlc);
        const to = edited(edit);
        const decision = migrate(state, to);
        let process: CompiledProcess = sdlc;
        if (decision.outcome === 'accepted') {
          moved += 1;
          process = to;
          const done = [...eachTask(state)];
          face(decision.events, to);
          for (const [id, task] of done) if (task.status === 'completed') expect(findTask(state, id)).toEqual(task);
        } else expect(['workflow-closing', 'workflow-ended', 'cannot-migrate']).toContain(codeOf(decision));
        if (isPaused && state.pause !== null)
          face(eventsOf(decideWith({ type: 'resume', resumed_by: 'usr_a' }, state, process)), process);
        for (let turn = 0; turn < 80 && state.phase !== 'completed'; turn += 1) face(goOn(state, process), process);
        expect(state.phase).toBe('completed');
        for (const id of Object.keys(process.tasks)) expect(findTask(state, id)?.status).toBe('completed');
        expect(foldWorkflow(events.slice(events.length - (state.version - start.version)), start)).toEqual(state);
      }),
      { numRuns: 200 },
    );
    expect(moved).toBeGreaterThan(50);
  });
});

function edited(edit: {
  described: string[];
  prompted: string[];
  dropped: string[];
  unasked: string[];
}): CompiledProcess {
  const kept = sdlc.stages.filter((stage) => !edit.dropped.includes(stage.id));
  const ids = new Set(kept.flatMap((stage) => stage.task_ids));
  const gone = new Set(Object.keys(sdlc.tasks).filter((id) => !ids.has(id)));
  const written = new Set([...gone].map((id) => sdlc.tasks[id]?.output.path));
  return changed({
    stages: kept.map((stage, index) => ({ ...stage, index })),
    tasks: Object.fromEntries(
      Object.entries(sdlc.tasks)
        .filter(([id]) => !gone.has(id))
        .map(([id, task]) => [
          id,
          {
            ...task,
            needs: task.needs.filter((need) => !gone.has(need)),
            inputs: task.inputs.filter((path) => !written.has(path)),
            description: edit.described.includes(id) ? 'Otherwise.' : task.description,
          },
        ]),
    ),
    agents: Object.fromEntries(
      Object.entries(sdlc.agents).map(([id, agent]) => [
        id,
        edit.prompted.includes(id) ? { ...agent, prompt: 'Otherwise.' } : agent,
      ]),
    ),
    approval_points: sdlc.approval_points.filter(
      (point) =>
        !edit.unasked.includes(point.id) &&
        !edit.dropped.includes(point.stage_id) &&
        !('reviewed_stage_id' in point && edit.dropped.includes(point.reviewed_stage_id)),
    ),
  });
}

function codeOf(decision: Decision): string {
  return decision.outcome === 'rejected' ? decision.code : decision.outcome;
}

function eventsOf(decision: Decision): readonly WorkflowEvent[] {
  if (decision.outcome !== 'accepted') throw new Error(JSON.stringify(decision));
  return decision.events;
}

/** Does what the workflow waits for; there must be something. */
function goOn(state: WorkflowState, process: CompiledProcess): readonly WorkflowEvent[] {
  if (state.phase === 'closing') {
    const artifacts = METADATA_PATHS.map((path) => sampleArtifact(path, 1));
    return eventsOf(decideWith({ type: 'record-closing', artifacts }, state, process));
  }
  const [effect] = outstandingEffects(state, process);
  const step: ScenarioStep =
    effect?.type === 'send-agent-task' ? { complete: { task: effect.task_id } } : { answer: { response: 'approved' } };
  return eventsOf(decideWith(toCommand(step, state, process), state, process));
}

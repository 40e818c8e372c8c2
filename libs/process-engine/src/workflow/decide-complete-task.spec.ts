import { SAMPLE_USAGE, sampleArtifact } from '../scenarios/sample-commands';
import type { CompleteTaskCommand } from './commands';
import { decide } from './decide';
import { given, notesIn, sdlc, taskIn } from './story.fixture';

const task = 'analysis-execution-plan';

describe('a reported attempt', () => {
  it('leads to gate, stage and next task in one decision', () => {
    const told = given({ start: {} }, { run_until: 'requirements-analysis' }).when({
      complete: { task: 'requirements-analysis' },
    });
    expect(told.types).toEqual([
      'task-completed',
      'artifact-recorded',
      'gate-evaluated',
      'gate-evaluated',
      'stage-completed',
      'stage-started',
      'task-scheduled',
    ]);
    expect(told.effects).toMatchObject([{ type: 'send-agent-task', task_id: 'design-execution-plan', attempt: 1 }]);
  });

  it('hands the next task what it reads', () => {
    const told = given({ start: {} }).when({ complete: { task } });
    const inputs = told.effects.flatMap((effect) => (effect.type === 'send-agent-task' ? effect.inputs : []));
    expect(inputs.map((input) => input.path)).toEqual(['project_brief.md', 'analysis_execution_plan.md']);
  });

  it('adds up what it cost', () => {
    const { state } = given({ start: {} }, { complete: { task } }).when({
      complete: { task: 'requirements-analysis' },
    });
    const { calls, cost_micros, simulated } = SAMPLE_USAGE;
    expect(state?.usage).toMatchObject({ calls: 2 * calls, cost_micros: 2 * cost_micros, simulated });
  });

  it('leaves evidence of what the gates saw', () => {
    const told = given({ start: {} }).when({ complete: { task, missing_sections: ['Risks'], words: 501 } });
    const gates = told.events.flatMap((event) => (event.type === 'gate-evaluated' ? [event.data] : []));
    expect(gates).toMatchObject([
      {
        gate_id: 'contract',
        passed: false,
        evidence: { words: 501, max_words: 500, missing_sections: ['Risks'] },
        problems: ['The section "Risks" is missing.', 'The document has 501 words; at most 500 are allowed.'],
      },
      {
        gate_id: 'artifact-present',
        passed: true,
        evidence: { path: 'analysis_execution_plan.md', size_bytes: 2_048 },
      },
    ]);
  });

  it('fails the gate when its runner says so without a reason', () => {
    const told = given({ start: {} }).when(
      completion({ evidence: { passed: false, words: 1, missing_sections: [], repairs: 2 } }),
    );
    expect(notesIn(told.state)).toEqual({ [`${task}#1`]: 'The document does not meet its output contract.' });
  });

  it('counts one failure when two gates fail and tells the agent both', () => {
    const told = given({ start: {} }).when(
      completion({
        artifact: { ...sampleArtifact('analysis_execution_plan.md', 1), size_bytes: 0 },
        evidence: { passed: false, words: 0, missing_sections: [], repairs: 0, problems: ['The document is empty.'] },
      }),
    );
    expect(taskIn(told.state, task)).toMatchObject({ attempt: 2, failures: 1, status: 'running' });
    expect(told.effects).toMatchObject([
      {
        type: 'send-agent-task',
        feedback: [
          { source: 'gate', text: 'The document is empty.\nThe artifact analysis_execution_plan.md is empty.' },
        ],
      },
    ]);
  });

  it('forgets what was said of earlier attempts', () => {
    const told = given({ start: {} }, { complete: { task, missing_sections: ['Risks'] } }).when({
      complete: { task, missing_sections: ['Scope'] },
    });
    expect(Object.keys(notesIn(told.state))).toEqual([`${task}#2`]);
    expect(told.effects).toMatchObject([{ attempt: 3, feedback: [{ text: 'The section "Scope" is missing.' }] }]);
  });

  it.each([
    ['an earlier attempt', { attempt: 0 }, 'stale-attempt'],
    ['a lease that was handed over', { lease: 0 }, 'stale-lease'],
    ['a task that was never sent', { task_id: 'test-planning' }, 'task-not-running'],
    ['a name every object has', { task_id: 'constructor' }, 'task-not-running'],
  ])('is ignored for %s', (_what, change, reason) => {
    expect(given({ start: {} }).when(completion(change)).decision).toEqual({ outcome: 'ignored', reason });
  });

  it('is ignored when it comes twice', () => {
    const told = given({ start: {} }, { complete: { task } }).when(completion({}));
    expect(told.decision).toEqual({ outcome: 'ignored', reason: 'task-not-running' });
  });

  it('is rejected when the document lies elsewhere', () => {
    const told = given({ start: {} }).when(completion({ artifact: sampleArtifact('requirements.md', 1) }));
    expect(told.decision).toMatchObject({ outcome: 'rejected', code: 'artifact-path-mismatch' });
  });

  it('is rejected under another process than the pinned one', () => {
    const context = { process: { ...sdlc, content_hash: 'other' }, now: '2025-01-15T12:00:00.000Z', nextId: () => 'x' };
    const decision = decide(completion({}), given({ start: {} }).state, context);
    expect(decision).toMatchObject({ outcome: 'rejected', code: 'process-mismatch' });
  });
});

function completion(change: Partial<CompleteTaskCommand>): CompleteTaskCommand {
  return {
    type: 'complete-task',
    task_id: task,
    attempt: 1,
    lease: 1,
    artifact: sampleArtifact('analysis_execution_plan.md', 1),
    evidence: { passed: true, words: 300, missing_sections: [], repairs: 0 },
    usage: SAMPLE_USAGE,
    duration_ms: 1_000,
    ...change,
  };
}

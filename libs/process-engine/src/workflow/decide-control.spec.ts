import { sampleArtifact } from '../scenarios/sample-commands';
import { given, taskIn } from './story.fixture';

const task = 'analysis-execution-plan';

describe('pausing', () => {
  it('immediately cancels the running attempt', () => {
    const told = given({ start: {} }).when({ pause: { mode: 'immediate' } });
    expect(told.effects).toMatchObject([{ type: 'cancel-agent-task', task_id: task, attempt: 1, lease: 1 }]);
    expect(taskIn(told.state, task)?.status).toBe('interrupted');
  });

  it('immediately after a pause at the safe point keeps the time of the first', () => {
    const { state, when } = given({ start: {} }, { pause: {} });
    const told = when({ pause: { mode: 'immediate' } });
    expect(told.state?.pause).toEqual({ mode: 'immediate', paused_at: state?.pause?.paused_at });
  });

  it('ignores the result of an interrupted attempt', () => {
    const told = given({ start: {} }, { pause: { mode: 'immediate' } }).when({ complete: { task } });
    expect(told.decision).toEqual({ outcome: 'ignored', reason: 'task-not-running' });
  });

  it('sends nothing when the last task of a stage ends, not even a question', () => {
    const told = given({ start: {} }, { run_until: 'architecture-design' }, { pause: {} }).when({
      complete: { task: 'architecture-design' },
    });
    expect(told.types.at(-1)).toBe('stage-completed');
    expect(told.effects).toEqual([]);
  });

  it.each([['closing', 'workflow-closing'] as const, ['completed', 'workflow-ended'] as const])(
    'is rejected when the workflow is %s',
    (goal, code) => {
      const told = given({ start: {} }, { run_until: goal }).when({ pause: {} });
      expect(told.decision).toMatchObject({ outcome: 'rejected', code });
    },
  );
});

describe('resuming', () => {
  it('asks the question that was due', () => {
    const told = given(
      { start: {} },
      { run_until: 'architecture-design' },
      { pause: {} },
      { complete: { task: 'architecture-design' } },
    ).when({ resume: {} });
    expect(told.types).toEqual(['workflow-resumed', 'approval-requested']);
  });

  it('leaves a running task alone', () => {
    const told = given({ start: {} }, { pause: {} }).when({ resume: {} });
    expect(told.types).toEqual(['workflow-resumed']);
  });

  it('leaves an open question alone', () => {
    const told = given({ start: {} }, { run_until: 'approval' }, { pause: {} }).when({ resume: {} });
    expect(told.types).toEqual(['workflow-resumed']);
    expect(told.state?.pending_approvals).toHaveLength(1);
  });

  it('is ignored when nothing is held', () => {
    expect(given({ start: {} }).when({ resume: {} }).decision).toEqual({ outcome: 'ignored', reason: 'not-paused' });
  });
});

describe('cancelling', () => {
  it('stops the running attempt', () => {
    const told = given({ start: {} }).when({ cancel: { reason: 'No longer needed.' } });
    expect(told.effects).toMatchObject([{ type: 'cancel-agent-task', task_id: task }]);
    expect(told.state).toMatchObject({
      phase: 'cancelled',
      ended_at: '2025-01-15T12:00:00.000Z',
      cancellation: { reason: 'No longer needed.', cancelled_by: 'usr_operator' },
      stages: { analyze: { tasks: { [task]: { status: 'cancelled' } } } },
    });
  });

  it('closes the open question', () => {
    const told = given({ start: {} }, { run_until: 'approval' }).when({ cancel: { reason: 'x' } });
    expect(told.effects).toMatchObject([{ type: 'close-hitl-request', reason: 'workflow-cancelled' }]);
    expect(taskIn(told.state, 'architecture-design')?.status).toBe('completed');
  });

  it('cancels the timer of a retry', () => {
    const told = given({ start: {} }, { fail: { task, code: 'provider-unavailable' } }).when({
      cancel: { reason: 'x' },
    });
    expect(told.effects).toMatchObject([{ type: 'cancel-timer' }]);
  });

  it('is ignored when it comes twice, rejected when the workflow is done', () => {
    const twice = given({ start: {} }, { cancel: { reason: 'x' } }).when({ cancel: { reason: 'y' } });
    expect(twice.decision).toEqual({ outcome: 'ignored', reason: 'already-cancelled' });
    const done = given({ start: {} }, { run_until: 'completed' }).when({ cancel: { reason: 'y' } });
    expect(done.decision).toMatchObject({ outcome: 'rejected', code: 'workflow-ended' });
  });
});

describe('closing', () => {
  it('follows the last task and asks for the metadata files', () => {
    const told = given({ start: { approvals: [] } }, { run_until: 'deployment-planning' }).when({
      complete: { task: 'deployment-planning' },
    });
    expect(told.types.at(-1)).toBe('workflow-closing');
    expect(told.effects).toMatchObject([{ type: 'close-workflow', metadata_paths: { length: 3 } }]);
  });

  it('completes the workflow when the files are stored', () => {
    const told = given({ start: {} }, { run_until: 'closing' }).when({ close: {} });
    expect(told.types).toEqual(['artifact-recorded', 'artifact-recorded', 'artifact-recorded', 'workflow-completed']);
    expect(told.events.at(-1)).toMatchObject({ data: { artifact_count: 14 } });
  });

  it('is rejected while a file is missing, ignored too early and too late', () => {
    const artifacts = [sampleArtifact('metadata/workflow_metadata.json', 1)];
    const incomplete = given({ start: {} }, { run_until: 'closing' }).when({ type: 'record-closing', artifacts });
    expect(incomplete.decision).toMatchObject({ outcome: 'rejected', code: 'metadata-incomplete' });
    expect(given({ start: {} }).when({ close: {} }).decision).toEqual({ outcome: 'ignored', reason: 'not-closing' });
    const late = given({ start: {} }, { run_until: 'completed' }).when({ close: {} });
    expect(late.decision).toEqual({ outcome: 'ignored', reason: 'workflow-ended' });
  });
});

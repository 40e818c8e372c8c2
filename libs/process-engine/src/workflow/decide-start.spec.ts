import { sampleArtifact } from '../scenarios/sample-commands';
import type { StartCommand } from './commands';
import { given, sdlc } from './story.fixture';

const start: StartCommand = {
  type: 'start',
  workflow_id: 'wf_1',
  tenant_id: 'ten_default',
  process: { name: sdlc.name, version: sdlc.version, content_hash: sdlc.content_hash },
  brief: sampleArtifact('project_brief.md', 1),
  started_by: 'usr_1',
};

describe('starting a workflow', () => {
  it('records the brief and hands out the first task in one decision', () => {
    const told = given().when(start);
    expect(told.types).toEqual(['workflow-started', 'artifact-recorded', 'stage-started', 'task-scheduled']);
    expect(told.effects).toEqual([
      expect.objectContaining({
        type: 'send-agent-task',
        task_id: 'analysis-execution-plan',
        agent_id: 'analyst',
        pool: 'analyst',
        attempt: 1,
        lease: 1,
        inputs: [start.brief],
        output: expect.objectContaining({ path: 'analysis_execution_plan.md', max_words: 500 }),
        feedback: [],
      }),
    ]);
    expect(told.state).toMatchObject({ version: 4, phase: 'running', process: start.process, started_by: 'usr_1' });
  });

  it('pins the approvals of the process', () => {
    const points = given().when(start).state?.approval_points ?? [];
    expect(points.map(({ id, title, max_rounds }) => [id, title, max_rounds])).toEqual([
      ['after-design', 'Architecture Review Required', 3],
      ['before-launch', 'Launch Approval Required', 3],
    ]);
  });

  it('replaces the approvals when others are asked for, in the order of the stages and each once', () => {
    const approvals = [{ before: 'launch' }, { after: 'validate' }, { after: 'analyze' }, { after: 'analyze' }];
    const points = given().when({ ...start, approvals }).state?.approval_points ?? [];
    expect(points.map((point) => [point.id, 'task_id' in point ? null : point.reviewed_stage_id])).toEqual([
      ['after-analyze', 'analyze'],
      ['after-validate', 'validate'],
      ['before-launch', 'validate'],
    ]);
    expect(points[0]).toMatchObject({ title: 'Analyze Review Required', max_rounds: 3 });
    expect(points[2]).toMatchObject({ title: 'Launch Approval Required' });
  });

  it.each([
    ['a stage the process does not have', { approvals: [{ after: 'deploy' }] }, 'unknown-stage'],
    ['no stage at all', { approvals: [{}] }, 'unknown-stage'],
    ['the time before the first stage', { approvals: [{ before: 'analyze' }] }, 'approval-without-reviewed-stage'],
    ['another process', { process: { ...start.process, content_hash: 'x' } }, 'process-mismatch'],
    ['a brief under another path', { brief: sampleArtifact('brief.md', 1) }, 'brief-path-mismatch'],
  ])('is rejected for %s', (_what, change, code) => {
    expect(given().when({ ...start, ...change }).decision).toMatchObject({ outcome: 'rejected', code });
  });

  it('is ignored when the workflow exists', () => {
    expect(given({ start: {} }).when(start).decision).toEqual({ outcome: 'ignored', reason: 'already-started' });
  });

  it('comes before every other command', () => {
    const told = given().when({ type: 'resume', resumed_by: 'usr_1' });
    expect(told.decision).toMatchObject({ outcome: 'rejected', code: 'workflow-not-started' });
  });
});

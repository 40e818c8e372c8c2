import { EngineDriver } from '../scenarios/engine-driver';
import type { ScenarioStep } from '../scenarios/scenario-definition';
import type { WorkflowEvent } from '../workflow/events';
import { sdlc } from '../workflow/story.fixture';
import { buildAgentPerformance } from './build-agent-performance';
import { buildMetadataFiles } from './build-metadata-files';
import { buildSessionLogs } from './build-session-logs';
import { buildWorkflowMetadata } from './build-workflow-metadata';
import { describeProgress } from './describe-progress';
import { SIMULATED_NOTE } from './simulated-note';
import { stageViews, taskViews } from './task-views';
import { workflowStatus } from './workflow-status';

const task = 'analysis-execution-plan';

function told(...steps: readonly ScenarioStep[]): EngineDriver {
  const driver = new EngineDriver(sdlc);
  for (const step of [{ start: {} }, ...steps]) expect(driver.perform(step)).toBe('accepted');
  return driver;
}

describe('the visible status', () => {
  it.each<[string, readonly ScenarioStep[]]>([
    ['started', []],
    ['in_progress', [{ complete: { task } }]],
    ['in_progress', [{ fail: { task, code: 'provider-unavailable' } }]],
    ['waiting_for_human', [{ run_until: 'approval' }]],
    ['paused', [{ run_until: 'approval' }, { pause: {} }]],
    ['completed', [{ run_until: 'completed' }]],
    ['failed', [{ fail: { task, code: 'budget-exhausted', retryable: false } }]],
    ['cancelled', [{ cancel: { reason: 'x' } }]],
  ])('is %s after %j', (status, steps) => {
    expect(workflowStatus(told(...steps).state)).toBe(status);
  });
});

describe('progress', () => {
  it('names stage, agent and task and estimates the end', () => {
    const { state, now } = told({ run_until: 'requirements-analysis' });
    const inOneMinute = new Date(Date.parse(now) + 60_000).toISOString();
    expect(describeProgress(state, sdlc, inOneMinute)).toEqual({
      percent: 8,
      current_stage: { id: 'analyze', name: 'Analyze' },
      current_agent: 'analyst',
      current_task: { id: 'requirements-analysis', name: 'Requirements Analysis', attempt: 1 },
      completed_stages: [],
      remaining_minutes: 22,
      estimated_completion: new Date(Date.parse(now) + 23 * 60_000).toISOString(),
    });
  });

  it('never claims that an overdue task is done', () => {
    const { state } = told();
    const progress = describeProgress(state, sdlc, '2025-01-16T00:00:00.000Z');
    expect(progress).toMatchObject({ percent: 0, remaining_minutes: 23 });
  });

  it.each<[string, readonly ScenarioStep[], object]>([
    [
      'a person is asked',
      [{ run_until: 'approval' }],
      { percent: 40, current_agent: 'architect', estimated_completion: null },
    ],
    ['the workflow is held', [{ pause: {} }], { percent: 0, estimated_completion: null }],
    ['the metadata is written', [{ run_until: 'closing' }], { percent: 99, current_task: null, remaining_minutes: 0 }],
    [
      'the workflow failed',
      [{ fail: { task, code: 'x', retryable: false } }],
      { current_stage: null, remaining_minutes: 0, estimated_completion: null },
    ],
  ])('while %s', (_what, steps, expected) => {
    const { state, now } = told(...steps);
    expect(describeProgress(state, sdlc, now)).toMatchObject(expected);
  });

  it('ends with the time of the end', () => {
    const { state, now } = told({ run_until: 'completed' });
    expect(describeProgress(state, sdlc, now)).toMatchObject({ percent: 100, estimated_completion: state.ended_at });
  });
});

describe('stages and tasks', () => {
  it('include what nobody touched yet', () => {
    const tasks = taskViews(told().state, sdlc);
    expect(tasks).toHaveLength(10);
    expect(tasks.slice(0, 2)).toMatchObject([
      { id: task, status: 'running', attempt: 1, artifact: null },
      { id: 'requirements-analysis', status: 'pending', attempt: 0, started_at: null },
    ]);
  });

  it.each<[string, readonly ScenarioStep[], readonly string[]]>([
    ['a start', [], ['running', 'pending']],
    ['a question', [{ run_until: 'approval' }], ['completed', 'waiting_for_human']],
    ['a failure', [{ fail: { task, code: 'x', retryable: false } }], ['failed', 'pending']],
    ['a cancellation', [{ complete: { task } }, { cancel: { reason: 'x' } }], ['cancelled', 'pending']],
  ])('show stages after %s', (_what, steps, statuses) => {
    const stages = stageViews(told(...steps).state, sdlc);
    expect(stages.slice(0, 2).map((stage) => stage.status)).toEqual(statuses);
  });

  it('show an interrupted attempt as one that will be tried again, and when a retry is due', () => {
    const [interrupted] = taskViews(told({ pause: { mode: 'immediate' } }).state, sdlc);
    expect(interrupted).toMatchObject({ status: 'retrying', retry_at: null });
    const { state, now } = told({ fail: { task, code: 'provider-unavailable' } });
    const [waiting] = taskViews(state, sdlc);
    expect(waiting).toMatchObject({ status: 'retrying', retry_at: new Date(Date.parse(now) + 2_000).toISOString() });
  });
});

describe('the metadata files', () => {
  const { events } = told(
    { complete: { task, missing_sections: ['Risks'] } },
    { fail: { task, code: 'provider-unavailable' } },
    { fire_timer: {} },
    { run_until: 'approval' },
    { answer: { response: 'modified', feedback: 'Ask Ms Example.' } },
    { run_until: 'closing' },
  );

  it('say who made what, and that it was simulated', () => {
    const metadata = buildWorkflowMetadata(events, sdlc);
    expect(metadata).toMatchObject({
      workflow_id: 'wf_story',
      process: { name: 'sdlc', title: 'Software Development Life Cycle' },
      simulated: true,
      note: SIMULATED_NOTE,
      usage: { calls: 12 },
    });
    expect(metadata.artifacts).toHaveLength(11);
    expect(metadata.stages[0]?.tasks[0]).toMatchObject({
      id: task,
      attempts: 3,
      artifact: 'analysis_execution_plan.md',
    });
    expect(metadata.approvals).toMatchObject([
      { response: 'modified', has_feedback: true },
      { response: 'approved', has_feedback: false },
      { response: 'approved', has_feedback: false },
    ]);
  });

  it('sum up every agent', () => {
    const [analyst, architect] = buildAgentPerformance(events, sdlc).agents;
    expect(analyst).toMatchObject({
      id: 'analyst',
      completed_attempts: 3,
      failed_attempts: 1,
      gates_passed: 5,
      gates_failed: 1,
      artifacts_created: ['analysis_execution_plan.md', 'requirements.md'],
      models: ['openai/gpt-4o'],
      times: { busy_ms: 4_500 },
    });
    expect(architect).toMatchObject({ id: 'architect', completed_attempts: 3, failed_attempts: 0 });
  });

  it('hold the whole history without what people wrote', () => {
    const logs = buildSessionLogs(events);
    expect(logs.entries).toHaveLength(events.length);
    expect(logs.entries[0]).toMatchObject({
      sequence: 1,
      type: 'workflow-started',
      times: { occurred_at: expect.any(String) },
    });
    const retry = logs.entries.find((entry) => entry.type === 'task-retry-scheduled');
    expect(retry).toMatchObject({ times: { delay_ms: 4_000, due_at: expect.any(String) } });
    expect(retry?.data).not.toHaveProperty('due_at');
    const answer = logs.entries.find((entry) => entry.type === 'approval-answered');
    expect(answer?.data).toMatchObject({ response: 'modified', has_feedback: true });
  });

  it('are the same bytes for the same history, times apart for the same work at another time', () => {
    const files = buildMetadataFiles(events, sdlc);
    expect(buildMetadataFiles(events, sdlc)).toEqual(files);
    expect(files.map((file) => file.path)).toEqual([
      'metadata/workflow_metadata.json',
      'metadata/agent_performance.json',
      'metadata/session_logs.json',
    ]);
    expect(files.map((file) => file.content).join('')).not.toContain('Ask Ms Example.');
    const shift = (at: string) => new Date(Date.parse(at) + 86_400_000).toISOString();
    const later = events.map((event) => ({ ...event, occurred_at: shift(event.occurred_at) }));
    const withoutTimes = (content: string) =>
      JSON.stringify(JSON.parse(content), (key, value: unknown) => (key === 'times' ? 0 : value));
    expect(buildMetadataFiles(later, sdlc).map((file) => withoutTimes(file.content))).toEqual(
      files.map((file) => withoutTimes(file.content)),
    );
  });

  it('have no note when every answer came from a real provider', () => {
    const real = events.map((event) =>
      event.type === 'task-completed'
        ? ({ ...event, data: { ...event.data, usage: { ...event.data.usage, simulated: false } } } as WorkflowEvent)
        : event,
    );
    expect(buildWorkflowMetadata(real, sdlc)).toMatchObject({ simulated: false, note: null });
    expect(buildAgentPerformance(real, sdlc)).toMatchObject({ simulated: false, note: null });
    expect(buildSessionLogs(real)).toMatchObject({ simulated: false, note: null });
  });
});

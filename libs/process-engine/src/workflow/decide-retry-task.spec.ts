import { ControlStory } from './control-story.fixture';

const plan = 'analysis-execution-plan';
const requirements = 'requirements-analysis';
const retry = (task_id: string, feedback: string | null = null) =>
  ({ type: 'retry-task', task_id, feedback, requested_by: 'usr_operator' }) as const;

describe('retrying a task', () => {
  it('takes a running attempt from its agent and hands out the next one with the feedback', () => {
    const story = new ControlStory();
    expect(story.command(retry(plan, ' Name the regulator. '))).toBe('accepted');
    expect(story.types).toEqual(['tasks-reset', 'task-scheduled']);
    expect(story.effects).toMatchObject([
      { type: 'cancel-agent-task', task_id: plan, attempt: 1, lease: 1 },
      { type: 'send-agent-task', attempt: 2, lease: 1, feedback: [{ source: 'person', text: 'Name the regulator.' }] },
    ]);
  });

  it('does not wait for the timer of a failed attempt, and counts its failures no more', () => {
    const story = new ControlStory({ fail: { task: plan, code: 'provider-unavailable' } });
    story.command(retry(plan));
    expect(story.effects).toMatchObject([{ type: 'cancel-timer' }, { type: 'send-agent-task', attempt: 2 }]);
    expect(story.task(plan)).toMatchObject({ status: 'running', failures: 0, timer: null });
  });

  it('does a task again on which another builds that waits for its retry: neither holds the other up', () => {
    const story = new ControlStory(
      { run_until: requirements },
      { fail: { task: requirements, code: 'provider-busy' } },
    );
    story.command(retry(plan));
    expect(story.effects).toMatchObject([{ type: 'send-agent-task', task_id: plan, attempt: 2 }]);
    story.tell({ fail: { task: plan, code: 'provider-busy' } });
    story.command({ type: 'fire-timer', timer_id: story.task(plan)!.timer!.timer_id });
    expect(story.effects).toMatchObject([{ type: 'send-agent-task', task_id: plan, attempt: 3 }]);
    story.tell({ complete: { task: plan } });
    expect(story.task(requirements)).toMatchObject({ status: 'running', attempt: 2, timer: null });
  });

  it('does a finished task again; what was built from its document becomes stale when the new one is stored', () => {
    const story = new ControlStory({ run_until: 'approval' });
    story.command(retry(requirements));
    expect(story.effects).toMatchObject([
      { type: 'close-hitl-request' },
      { type: 'send-agent-task', task_id: requirements, attempt: 2 },
    ]);
    expect(story.state.stale).toBeUndefined();
    story.tell({ complete: { task: requirements } });
    expect(Object.keys(story.state.stale ?? {}).sort()).toEqual(['architecture.md', 'design_execution_plan.md']);
  });

  it('waits for resume while the workflow is held', () => {
    const story = new ControlStory({ pause: {} });
    story.command(retry(plan));
    expect(story.effects).toMatchObject([{ type: 'cancel-agent-task' }]);
    story.tell({ resume: {} });
    expect(story.task(plan)).toMatchObject({ status: 'running', attempt: 2 });
  });

  it.each([
    ['a task the process does not have', [], 'nonsense', 'unknown-task'],
    ['a name that is inherited', [], 'constructor', 'unknown-task'],
    ['a task nobody has tried', [], 'deployment-planning', 'task-not-started'],
    ['a workflow that is closing', [{ run_until: 'closing' }], plan, 'workflow-closing'],
    ['a workflow that has ended', [{ cancel: { reason: 'x' } }], plan, 'workflow-ended'],
  ] as const)('is refused for %s', (_what, steps, task, code) => {
    const story = new ControlStory(...steps);
    const { version } = story.state;
    expect(story.command(retry(task))).toBe(`rejected: ${code}`);
    expect(story.state.version).toBe(version);
  });
});

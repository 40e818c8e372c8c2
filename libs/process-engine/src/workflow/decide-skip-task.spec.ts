import { ControlStory } from './control-story.fixture';

const plan = 'analysis-execution-plan';
const requirements = 'requirements-analysis';
const skip = (task_id: string, reason = 'We have one already.') =>
  ({ type: 'skip-task', task_id, reason, skipped_by: 'usr_operator' }) as const;

describe('skipping a task', () => {
  it('takes the attempt from its agent and goes on without the document, with the reason on record', () => {
    const story = new ControlStory();
    expect(story.command(skip(plan))).toBe('accepted');
    expect(story.news[0]).toMatchObject({
      type: 'task-skipped',
      data: { task_id: plan, cause: 'person', reason: 'We have one already.', skipped_by: 'usr_operator' },
    });
    expect(story.effects).toMatchObject([
      { type: 'cancel-agent-task', task_id: plan },
      { type: 'send-agent-task', task_id: requirements, inputs: [{ path: 'project_brief.md' }] },
    ]);
  });

  it('leaves a task out before its turn comes', () => {
    const story = new ControlStory();
    story.command(skip(requirements));
    expect(story.effects).toEqual([]);
    story.tell({ complete: { task: plan } });
    expect(story.running).toBe('design-execution-plan');
    story.tell({ run_until: 'completed' });
    expect(story.task(requirements)).toMatchObject({ status: 'skipped', attempt: 0 });
  });

  it('ignores the result of an attempt that was taken away', () => {
    const story = new ControlStory();
    story.command(skip(plan));
    expect(() => story.tell({ complete: { task: plan } })).toThrow('ignored: task-not-running');
  });

  it('can be taken back: the task is done and what was built without it becomes stale', () => {
    const story = new ControlStory();
    story.command(skip(plan));
    story.tell({ complete: { task: requirements } });
    story.command({ type: 'retry-task', task_id: plan, requested_by: 'usr_operator' });
    expect(Object.keys(story.state.stale ?? {})).toEqual(['requirements.md']);
  });

  it('is ignored when it comes twice', () => {
    const story = new ControlStory();
    story.command(skip(requirements));
    expect(story.command(skip(requirements))).toBe('ignored: already-skipped');
  });

  it.each([
    ['an unknown task', 'nonsense', 'x', 'unknown-task'],
    ['a task that is done', plan, 'x', 'task-completed'],
    ['no reason', requirements, '  ', 'reason-missing'],
  ])('is refused for %s', (_what, task, reason, code) => {
    const story = new ControlStory({ complete: { task: plan } });
    expect(story.command(skip(task, reason))).toBe(`rejected: ${code}`);
  });

  it('is refused when the workflow has ended', () => {
    const story = new ControlStory({ cancel: { reason: 'x' } });
    expect(story.command(skip(plan))).toBe('rejected: workflow-ended');
  });
});

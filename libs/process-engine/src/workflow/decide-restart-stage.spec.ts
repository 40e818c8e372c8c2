import type { TasksReset } from './control-events';
import { ControlStory } from './control-story.fixture';

const restart = (stage_id: string, feedback: string | null = null) =>
  ({ type: 'restart-stage', stage_id, feedback, requested_by: 'usr_operator' }) as const;

describe('restarting a stage', () => {
  it('does its tasks again and exactly those built from what it wrote', () => {
    const story = new ControlStory({ run_until: 'validation-execution-plan' });
    expect(story.command(restart('design', 'Think of offline use.'))).toBe('accepted');
    const resets = story.news.filter((event): event is TasksReset => event.type === 'tasks-reset');
    expect(resets.map(({ data }) => [data.reason, data.task_ids])).toEqual([
      ['stale', ['build-execution-plan', 'implementation-planning', 'validation-execution-plan']],
      ['restart', ['design-execution-plan', 'architecture-design']],
    ]);
    expect(story.effects).toMatchObject([
      { type: 'cancel-agent-task', task_id: 'validation-execution-plan' },
      { type: 'send-agent-task', task_id: 'design-execution-plan', attempt: 2, feedback: [{ source: 'person' }] },
    ]);
    expect(story.task('requirements-analysis')).toMatchObject({ status: 'completed', attempt: 1 });
  });

  it('asks again what was approved of it, before the later stages go on', () => {
    const story = new ControlStory({ run_until: 'validation-execution-plan' });
    story.command(restart('design'));
    story.tell({ complete: { task: 'design-execution-plan' } }, { complete: { task: 'architecture-design' } });
    expect(story.state.pending_approvals).toMatchObject([{ approval_id: 'after-design' }]);
    expect(story.running).toBeNull();
    story.tell({ answer: { response: 'approved' } });
    expect(story.running).toBe('build-execution-plan');
    story.tell({ run_until: 'completed' });
    expect(story.task('test-planning')?.attempt).toBe(1);
    expect(story.task('implementation-planning')?.attempt).toBe(2);
    expect(story.state.stale).toEqual({});
  });

  it('asks before a later stage goes on that was begun already', () => {
    const story = new ControlStory({ run_until: 'launch-execution-plan' });
    story.command(restart('validate'));
    story.tell({ complete: { task: 'validation-execution-plan' } }, { complete: { task: 'test-planning' } });
    expect(story.state.pending_approvals).toMatchObject([{ approval_id: 'before-launch' }]);
    story.tell({ answer: { response: 'approved' } });
    expect(story.running).toBe('launch-execution-plan');
  });

  it('withdraws the open question about it', () => {
    const story = new ControlStory({ run_until: 'approval' });
    story.command(restart('design'));
    expect(story.effects[0]).toMatchObject({ type: 'close-hitl-request' });
    expect(story.state.pending_approvals).toEqual([]);
    expect(story.state.approvals['after-design']).toEqual({ approved: false, rounds: 0 });
  });

  it.each([
    ['a stage the process does not have', 'nonsense', 'unknown-stage'],
    ['a stage that was not begun', 'launch', 'stage-not-started'],
  ])('is refused for %s', (_what, stage, code) => {
    expect(new ControlStory().command(restart(stage))).toBe(`rejected: ${code}`);
  });

  it('is refused when the workflow has ended', () => {
    const story = new ControlStory({ cancel: { reason: 'x' } });
    expect(story.command(restart('analyze'))).toBe('rejected: workflow-ended');
  });
});

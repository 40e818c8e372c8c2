import { ControlStory } from './control-story.fixture';
import { isAwaited } from './guidance';
import { MAX_FEEDBACK_CHARACTERS, MAX_OPEN_GUIDANCE } from './limits';
import { sdlc } from './story.fixture';

let messages = 0;
const tell = (agent_id: string, text: string, message_id = `msg_${(messages += 1)}`) =>
  ({ type: 'give-guidance', message_id, agent_id, text, given_by: 'usr_operator' }) as const;
const plan = 'analysis-execution-plan';
const heeded = (story: ControlStory): string[] =>
  story.effects.flatMap((effect) => (effect.type === 'send-agent-task' ? effect.feedback.map(({ text }) => text) : []));

describe('guidance for an agent', () => {
  it('stays out of the attempt in hand and is in the next one', () => {
    const story = new ControlStory();
    expect(story.command(tell('analyst', 'Focus on mobile.'))).toBe('accepted');
    expect(story.effects).toEqual([]);
    expect(story.command({ type: 'expire-lease', task_id: plan, attempt: 1, lease: 1 })).toBe('accepted');
    expect(heeded(story)).toEqual([]);
    story.command({ type: 'retry-task', task_id: plan, requested_by: 'usr_operator' });
    expect(heeded(story)).toEqual(['Focus on mobile.']);
  });

  it('waits for the agent over stages, and is given once', () => {
    const story = new ControlStory();
    story.command(tell('architect', 'No microservices.', 'msg_architect'));
    story.tell({ run_until: 'design-execution-plan' });
    expect(story.task('design-execution-plan')?.feedback).toEqual([{ source: 'person', reference: 'msg_architect' }]);
    story.tell({ complete: { task: 'design-execution-plan' } });
    expect(story.state.guidance).toEqual({});
    expect(story.task('architecture-design')?.feedback).toEqual([]);
  });

  it('comes again with the attempt after a failed one', () => {
    const story = new ControlStory({ fail: { task: plan, code: 'provider-unavailable' } });
    story.command(tell('analyst', 'Focus on mobile.'));
    story.tell({ fire_timer: {} }, { fail: { task: plan, code: 'provider-unavailable' } });
    const current = story.task(plan)?.timer?.timer_id ?? '';
    story.command({ type: 'fire-timer', timer_id: current });
    expect(heeded(story)).toEqual(['Focus on mobile.']);
  });

  it('is cut at its limit', () => {
    const story = new ControlStory();
    story.command(tell('analyst', 'x'.repeat(MAX_FEEDBACK_CHARACTERS + 1), 'msg_long'));
    expect(story.state.guidance?.['msg_long']?.text).toHaveLength(MAX_FEEDBACK_CHARACTERS);
  });

  it('is ignored when it comes twice', () => {
    const story = new ControlStory();
    story.command(tell('analyst', 'Once.', 'msg_once'));
    expect(story.command(tell('analyst', 'Once.', 'msg_once'))).toBe('ignored: already-given');
  });

  it('is refused for an unknown agent, without words, in bulk, and at the end', () => {
    const story = new ControlStory();
    expect(story.command(tell('constructor', 'x'))).toBe('rejected: unknown-agent');
    expect(story.command(tell('analyst', ' '))).toBe('rejected: message-empty');
    for (let count = 0; count < MAX_OPEN_GUIDANCE; count += 1) story.command(tell('tester', 'x'));
    expect(story.command(tell('tester', 'x'))).toBe('rejected: too-much-guidance');
    story.tell({ cancel: { reason: 'x' } });
    expect(story.command(tell('analyst', 'x'))).toBe('rejected: workflow-ended');
  });

  it('awaits no answer of an agent that has nothing left to do', () => {
    const story = new ControlStory({ run_until: 'approval' });
    expect(isAwaited('analyst', story.state, sdlc)).toBe(false);
    expect(isAwaited('developer', story.state, sdlc)).toBe(true);
    story.tell({ run_until: 'completed' });
    expect(isAwaited('developer', story.state, sdlc)).toBe(false);
  });
});

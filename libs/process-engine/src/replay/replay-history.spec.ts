import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { contentHash } from '../definition/content-hash';
import { sampleArtifact } from '../scenarios/sample-commands';
import { shippedProcess } from '../scenarios/shipped-process.fixture';
import { ControlStory } from '../workflow/control-story.fixture';
import { deepFreeze } from '../workflow/deep-freeze.fixture';
import type { WorkflowEvent } from '../workflow/events';
import { sdlc } from '../workflow/story.fixture';
import { replayHistory } from './replay-history';

const GOLDEN = join(__dirname, '../workflow/golden');
const released = readdirSync(GOLDEN).filter((file) => file.endsWith('.events.json'));

const controlled = (): ControlStory => {
  const story = new ControlStory({ complete: { task: 'analysis-execution-plan' } });
  story.command({
    type: 'give-guidance',
    message_id: 'msg_a',
    agent_id: 'architect',
    text: 'Small.',
    given_by: 'usr_a',
  });
  story.command({ type: 'retry-task', task_id: 'requirements-analysis', feedback: 'Shorter.', requested_by: 'usr_a' });
  story.tell({ run_until: 'approval' });
  const artifact = sampleArtifact('requirements.md', 5);
  story.command({ type: 'edit-artifact', artifact, edited_by: 'usr_a', rerun: true });
  story.tell({ run_until: 'approval' });
  const edit = sampleArtifact('design_execution_plan.md', 7);
  story.command({ type: 'edit-artifact', artifact: edit, edited_by: 'usr_a', rerun: false });
  story.command({ type: 'rerun-stale', requested_by: 'usr_a' });
  story.tell({ run_until: 'validation-execution-plan' });
  story.command({ type: 'restart-stage', stage_id: 'build', requested_by: 'usr_a' });
  story.command({ type: 'skip-task', task_id: 'test-planning', reason: 'None.', skipped_by: 'usr_a' });
  return story.tell({ run_until: 'completed' });
};

describe('replaying a history', () => {
  it('decides every event again as it is on record', () => {
    const { history } = controlled();
    const replay = replayHistory(deepFreeze([...history]), sdlc);
    expect(replay).toEqual({ decided_events: history.length, decisions: expect.any(Number), divergence: null });
    expect(replay.decisions).toBeGreaterThan(20);
  });

  it('goes through pauses, timers, lost leases, refusals and cancellation', () => {
    const plan = 'analysis-execution-plan';
    const story = new ControlStory(
      { pause: { mode: 'immediate' } },
      { resume: {} },
      { fail: { task: plan, code: 'provider-unavailable', retry_after_ms: 9_000 } },
      { fire_timer: {} },
      { complete: { task: plan, missing_sections: ['Risks'] } },
      { expire_lease: { task: plan } },
      { run_until: 'approval' },
      { answer: { response: 'rejected', feedback: 'No.' } },
      { cancel: { reason: 'Enough.' } },
    );
    expect(replayHistory(story.history, sdlc)).toMatchObject({ divergence: null });
  });

  it.each(released)('decides the released history %s again', (file) => {
    const events = JSON.parse(readFileSync(join(GOLDEN, file), 'utf8')) as WorkflowEvent[];
    const started = events[0];
    if (started?.type !== 'workflow-started') throw new Error('no start');
    const { name } = started.data.process;
    // The histories were written with an earlier version of the process; what it says is the same.
    const process = { ...shippedProcess(name === 'sdlc' ? name : `examples/${name}`), ...started.data.process };
    const versions = new Map(
      events.flatMap((event) =>
        event.type === 'process-migrated' ? [[event.data.to.content_hash, { ...process, ...event.data.to }]] : [],
      ),
    );
    const taken = events.findIndex((event) => event.type === 'workflow-forked') + 1;
    const replay = replayHistory(events, process, versions);
    expect(replay.divergence).toBeNull();
    // What a fork took over was decided there, and what followed at once together with it.
    if (taken === 0) expect(replay.decided_events).toBe(events.length);
    else expect(replay.decided_events).toBeGreaterThan(3);
  });

  it('names the first event that was changed, and what is decided instead', () => {
    const { history } = controlled();
    const at = history.findIndex((event) => event.type === 'gate-evaluated');
    const changed = history.map((event, index) =>
      index === at && event.type === 'gate-evaluated' ? { ...event, data: { ...event.data, passed: false } } : event,
    );
    expect(replayHistory(changed, sdlc).divergence).toMatchObject({
      seq: at + 1,
      recorded: { data: { passed: false } },
      decided: { data: { passed: true } },
    });
  });

  it('notices events that were left out, added or cut off', () => {
    const { history } = controlled();
    const without = history.filter((event) => event.type !== 'stage-completed');
    expect(replayHistory(without, sdlc).divergence).not.toBeNull();
    expect(replayHistory([...history, ...history.slice(-1)], sdlc).divergence?.seq).toBe(history.length + 1);
    const cut = history.slice(0, history.findIndex((event) => event.type === 'task-completed') + 1);
    expect(replayHistory(cut, sdlc).divergence).toMatchObject({ seq: cut.length });
  });

  it('goes on with the version a run went on with, and needs it', () => {
    const { content_hash: _hash, ...rest } = { ...sdlc, version: '9.0.0' };
    const next = { ...rest, content_hash: contentHash(rest) };
    const story = new ControlStory({ run_until: 'approval' });
    expect(story.command({ type: 'migrate', to: next, migrated_by: 'usr_a' })).toBe('accepted');
    const versions = new Map([[next.content_hash, next]]);
    expect(replayHistory(story.history, sdlc, versions)).toMatchObject({ divergence: null });
    expect(replayHistory(story.history, sdlc).divergence?.seq).toBe(story.history.length);
  });

  it('notices that another process decides otherwise', () => {
    const { history } = controlled();
    expect(replayHistory(history, { ...sdlc, content_hash: 'x' }).divergence).toMatchObject({ seq: 1 });
  });
});

import { sampleArtifact } from '../scenarios/sample-commands';
import { artifactAt } from './artifact-table';
import { ControlStory } from './control-story.fixture';
import { staleTasks } from './staleness';
import { sdlc } from './story.fixture';

const edit = (path: string, version: number, rerun = false) =>
  ({ type: 'edit-artifact', artifact: sampleArtifact(path, version), edited_by: 'usr_editor', rerun }) as const;
const rerun = { type: 'rerun-stale', requested_by: 'usr_operator' } as const;
const stalePaths = (story: ControlStory): string[] => Object.keys(story.state.stale ?? {}).sort();

describe('a new version of a document', () => {
  it('makes stale what was built from it, transitively and with the reason, and nothing else', () => {
    const story = new ControlStory({ run_until: 'validation-execution-plan' });
    expect(story.command(edit('requirements.md', 2))).toBe('accepted');
    expect(story.types).toEqual(['artifact-edited', 'artifacts-marked-stale']);
    expect(story.state.stale).toMatchObject({
      'design_execution_plan.md': { because: 'requirements.md', cause: { path: 'requirements.md', version: 2 } },
      'architecture.md': { because: 'requirements.md' },
      'build_execution_plan.md': { because: 'architecture.md' },
      'implementation_plan.md': { because: 'architecture.md' },
    });
    expect(stalePaths(story)).toHaveLength(4);
  });

  it('is done justice by doing exactly the tasks concerned again', () => {
    const story = new ControlStory({ run_until: 'validation-execution-plan' });
    story.command(edit('architecture.md', 2));
    const concerned = ['build-execution-plan', 'implementation-planning', 'validation-execution-plan'];
    expect(staleTasks(story.state, sdlc)).toEqual(concerned);
    expect(story.command(rerun)).toBe('accepted');
    expect(story.news[0]).toMatchObject({ type: 'tasks-reset', data: { reason: 'stale', task_ids: concerned } });
    story.tell({ run_until: 'completed' });
    expect(stalePaths(story)).toEqual([]);
    const attempts = ['requirements-analysis', 'architecture-design', ...concerned, 'test-planning'].map(
      (id) => story.task(id)?.attempt,
    );
    expect(attempts).toEqual([1, 1, 2, 2, 2, 1]);
  });

  it('is done justice at once when asked for', () => {
    const story = new ControlStory({ run_until: 'approval' });
    story.command(edit('analysis_execution_plan.md', 2, true));
    expect(story.running).toBe('requirements-analysis');
    expect(story.state.pending_approvals).toEqual([]);
  });

  it('leaves an attempt in hand the version it began with, also for another runner', () => {
    const story = new ControlStory({ run_until: 'architecture-design' });
    const before = artifactAt(story.state, 'requirements.md');
    story.command(edit('requirements.md', 2));
    story.command({ type: 'expire-lease', task_id: 'architecture-design', attempt: 1, lease: 1 });
    expect(story.effects).toMatchObject([{ type: 'send-agent-task', lease: 2, inputs: [before, {}] }]);
  });

  it('makes the document of an attempt in hand stale as soon as it is stored', () => {
    const story = new ControlStory({ run_until: 'architecture-design' });
    story.command(edit('requirements.md', 2));
    expect(stalePaths(story)).toEqual(['design_execution_plan.md']);
    story.tell({ complete: { task: 'architecture-design' } });
    expect(stalePaths(story)).toEqual(['architecture.md', 'design_execution_plan.md']);
  });

  it('with the same content makes nothing stale', () => {
    const story = new ControlStory({ run_until: 'approval' });
    const known = artifactAt(story.state, 'requirements.md');
    if (known === undefined) throw new Error('no requirements');
    story.command({
      type: 'edit-artifact',
      artifact: { ...known, version_id: 'ver_other', version: 2 },
      edited_by: 'usr_editor',
      rerun: true,
    });
    expect(story.types).toEqual(['artifact-edited']);
  });

  it('withdraws the question about the old one and asks about the new one', () => {
    const story = new ControlStory({ run_until: 'approval' });
    const [asked] = story.state.pending_approvals;
    story.command(edit('architecture.md', 2));
    expect(story.types).toEqual(['artifact-edited', 'approval-requested']);
    expect(story.effects).toMatchObject([
      { type: 'close-hitl-request', request_id: asked?.request_id },
      { type: 'open-hitl-request', round: 1, artifacts: [{}, { path: 'architecture.md', version: 2 }] },
    ]);
  });

  it.each([
    ['is ignored when the workflow has it already', 'requirements.md', 1, 'ignored: artifact-not-newer'],
    ['is refused for a document the workflow does not have', 'nonsense.md', 1, 'rejected: unknown-artifact'],
    ['is refused for an inherited name', 'constructor', 1, 'rejected: unknown-artifact'],
  ])('%s', (_what, path, version, outcome) => {
    expect(new ControlStory({ run_until: 'approval' }).command(edit(path, version))).toBe(outcome);
  });

  it('is refused when the workflow has ended', () => {
    const story = new ControlStory({ cancel: { reason: 'x' } });
    expect(story.command(edit('project_brief.md', 2))).toBe('rejected: workflow-ended');
  });
});

describe('running stale tasks again', () => {
  it('is ignored when nothing is stale, and when it comes twice', () => {
    const story = new ControlStory({ run_until: 'approval' });
    expect(story.command(rerun)).toBe('ignored: nothing-stale');
    story.command(edit('requirements.md', 2));
    story.command(rerun);
    story.tell({ complete: { task: 'design-execution-plan' } });
    expect(story.command(rerun)).toBe('ignored: nothing-stale');
  });

  it('is refused when the workflow has ended', () => {
    expect(new ControlStory({ cancel: { reason: 'x' } }).command(rerun)).toBe('rejected: workflow-ended');
  });

  it('follows from a modification on an approval as well', () => {
    const story = new ControlStory({ run_until: 'approval' });
    story.command(edit('design_execution_plan.md', 2));
    expect(stalePaths(story)).toEqual(['architecture.md']);
    story.tell(
      { answer: { response: 'modified', feedback: 'Shorter.' } },
      { complete: { task: 'architecture-design' } },
    );
    expect(stalePaths(story)).toEqual([]);
  });
});

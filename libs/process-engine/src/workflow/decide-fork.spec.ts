import type { ArtifactReference } from '../model/values';
import { sampleArtifact } from '../scenarios/sample-commands';
import type { ScenarioStep } from '../scenarios/scenario-definition';
import { artifactAt, artifactsOf } from './artifact-table';
import { ControlStory } from './control-story.fixture';
import { copyHistory, documentsAt, endOfStep } from './copy-history';
import { decide } from './decide';
import type { WorkflowEvent } from './events';
import { foldWorkflow } from './evolve';
import { applyEvents } from './react';
import { sdlc } from './story.fixture';
import { findTask } from './task-table';

const underTheFork = (artifact: ArtifactReference): ArtifactReference => ({
  ...artifact,
  artifact_id: `art_fork_${artifact.path}`,
  version_id: `ver_fork_${artifact.path}`,
  version: 1,
});

function fork(parent: ControlStory, seq: number, edits: readonly ArtifactReference[] = []) {
  const taken = parent.history.slice(0, endOfStep(parent.history, seq));
  const adopted = new Map(documentsAt(taken).map((document) => [document.version_id, underTheFork(document)]));
  const copied = copyHistory(taken, 'wf_fork', adopted);
  const state = foldWorkflow(copied);
  let ids = 0;
  const decision = decide(
    { type: 'fork', parent_workflow_id: 'wf_story', parent_seq: taken.length, forked_by: 'usr_forker', edits },
    state,
    { process: sdlc, now: '2025-02-01T08:00:00.000Z', nextId: (prefix) => `${prefix}_fork${(ids += 1)}` },
  );
  const events: readonly WorkflowEvent[] = decision.outcome === 'accepted' ? decision.events : [];
  return { decision, copied, taken, ...applyEvents(state, events, sdlc), types: events.map((event) => event.type) };
}

const seqOf = (story: ControlStory, type: string, task: string): number =>
  story.history.findIndex((event) => event.type === type && (event.data as { task_id?: string }).task_id === task) + 1;

describe('a fork', () => {
  it('goes on from any event of another workflow by itself', () => {
    const parent = new ControlStory({ run_until: 'completed' });
    for (let seq = 1; seq <= parent.history.length; seq += 1) {
      const { state, decision, copied } = fork(parent, seq);
      expect(decision.outcome).toBe('accepted');
      expect(foldWorkflow([...copied, ...(decision.outcome === 'accepted' ? decision.events : [])])).toEqual(state);
      expect(state).toMatchObject({
        workflow_id: 'wf_fork',
        origin: { kind: 'fork', workflow_id: 'wf_story' },
        started_by: 'usr_forker',
        usage: { calls: 0, cost_micros: 0 },
      });
      expect(['running', 'closing']).toContain(state.phase);
    }
  });

  it('shares the documents under ids of its own and leaves the metadata behind', () => {
    const { state } = fork(new ControlStory({ run_until: 'completed' }), 10_000);
    expect(artifactsOf(state)).toHaveLength(11);
    expect(artifactAt(state, 'architecture.md')?.version_id).toBe('ver_fork_architecture.md');
    expect(state.phase).toBe('closing');
  });

  it('does what was in hand itself, as a new attempt, and asks its own questions', () => {
    const running = fork(new ControlStory({ run_until: 'architecture-design' }), 10_000);
    expect(running.effects).toMatchObject([{ type: 'send-agent-task', workflow_id: 'wf_fork', attempt: 2, lease: 1 }]);
    const asked = fork(new ControlStory({ run_until: 'approval' }), 10_000);
    expect(asked.effects).toMatchObject([{ type: 'open-hitl-request', request_id: 'hitl_fork1', round: 1 }]);
  });

  it('goes on where the other one failed or was cancelled', () => {
    const task = 'analysis-execution-plan';
    const ends: ScenarioStep[] = [
      { fail: { task, code: 'budget-exhausted', retryable: false } },
      { cancel: { reason: 'x' } },
    ];
    for (const end of ends) {
      const { state, effects } = fork(new ControlStory(end), 10_000);
      expect(state).toMatchObject({ phase: 'running', failure: null, cancellation: null, ended_at: null });
      expect(effects).toMatchObject([{ type: 'send-agent-task', task_id: task, attempt: 2 }]);
    }
  });

  it('with an edited document does exactly what was built from it again', () => {
    const parent = new ControlStory({ run_until: 'completed' });
    const { state, types } = fork(parent, 10_000, [sampleArtifact('architecture.md', 9)]);
    expect(types.slice(0, 4)).toEqual(['workflow-forked', 'artifact-edited', 'artifacts-marked-stale', 'tasks-reset']);
    const status = (id: string) => findTask(state, id)?.status;
    expect(status('architecture-design')).toBe('completed');
    expect(status('build-execution-plan')).toBe('running');
    expect(status('deployment-planning')).toBe('pending');
  });

  it('never begins inside a step', () => {
    const parent = new ControlStory({ run_until: 'approval' });
    const seq = seqOf(parent, 'task-completed', 'requirements-analysis');
    const { taken, state } = fork(parent, seq);
    expect(taken.length).toBeGreaterThan(seq);
    expect(taken.at(-1)?.type).toBe('gate-evaluated');
    expect(artifactAt(state, 'requirements.md')).toBeDefined();
    expect(endOfStep(parent.history, 1)).toBe(2);
  });

  it('is refused for a document there was not yet', () => {
    const { decision } = fork(new ControlStory(), 1, [sampleArtifact('architecture.md', 2)]);
    expect(decision).toMatchObject({ outcome: 'rejected', code: 'unknown-artifact' });
  });
});

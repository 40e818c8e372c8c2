import type { ApprovalBound, BoundArtifact, BoundTask } from '../model/approval-bound';
import { changesBetween } from './approval-bound';
import { decide } from './decide';
import { applyEvents } from './react';
import { given, sdlc } from './story.fixture';

const ARTIFACT: BoundArtifact = { path: 'plan.md', version: 1, version_id: 'ver_1', sha256: 'a' };
const TASK: BoundTask = { task_id: 'deploy', agent_id: 'platform', tool: 'http', arguments_sha256: 'x1' };
const BOUND: ApprovalBound = {
  approval_id: 'before-task-deploy',
  policy_sha256: 'p1',
  artifacts: [ARTIFACT],
  tasks: [TASK],
};

describe('what an answer is valid for', () => {
  it('is the same as long as nothing changes', () => {
    expect(changesBetween(BOUND, structuredClone(BOUND))).toEqual([]);
  });

  it.each<[string, Partial<ApprovalBound>, string]>([
    ['the group of approvers', { policy_sha256: 'p2' }, 'Who decides, or what may be answered, has changed.'],
    [
      'an artifact',
      { artifacts: [{ ...ARTIFACT, version: 2, version_id: 'ver_2', sha256: 'b' }] },
      'plan.md is now version 2, not 1.',
    ],
    ['an artifact that is gone', { artifacts: [] }, 'plan.md is no longer part of it.'],
    ['an artifact that is new', { artifacts: [ARTIFACT, { ...ARTIFACT, path: 'b.md' }] }, 'b.md is new.'],
    ['an argument', { tasks: [{ ...TASK, arguments_sha256: 'x2' }] }, 'The task deploy is given something else.'],
    ['the tool', { tasks: [{ ...TASK, tool: 'mcp' }] }, 'The task deploy is done with mcp.'],
    ['the agent', { tasks: [{ ...TASK, tool: null, agent_id: 'tester' }] }, 'The task deploy is done with tester.'],
    ['a task left out', { tasks: [] }, 'The task deploy is left out.'],
    ['a task more', { tasks: [TASK, { ...TASK, task_id: 'check' }] }, 'The task check is new.'],
  ])('changes with %s', (_name, change, words) => {
    expect(changesBetween(BOUND, { ...BOUND, ...change })).toEqual([words]);
  });
});

describe('an answer to something else than is there now', () => {
  const asked = [{ start: {} }, { run_until: 'approval' }] as const;
  const story = given({ start: {} }, { run_until: 'architecture-design' }).when({
    complete: { task: 'architecture-design' },
  });
  const [effect] = story.effects;
  if (effect?.type !== 'open-hitl-request' || effect.request_type !== 'approval') throw new Error('nobody is asked');
  const { bound } = effect;
  const openRequestId = given(...asked).state?.pending_approvals[0]?.request_id ?? '';
  const answer = (valid: ApprovalBound) =>
    given(...asked).when({
      type: 'answer-approval',
      request_id: openRequestId,
      response: 'approved',
      answered_by: 'usr_1',
      bound: valid,
    });

  it('names the artifacts, the policy and the tasks that a yes lets start', () => {
    expect(bound).toMatchObject({
      approval_id: 'after-design',
      policy_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      artifacts: [{ path: 'design_execution_plan.md' }, { path: 'architecture.md' }],
      tasks: [],
    });
  });

  it('counts when nothing changed', () => {
    expect(answer(bound).types[0]).toBe('approval-answered');
  });

  it('is void, and the same is asked again with what changed', () => {
    const told = answer({ ...bound, policy_sha256: 'other' });
    expect(told.types).toEqual(['approval-voided', 'approval-requested']);
    expect(told.events[0]).toMatchObject({
      data: { approval_id: 'after-design', answered_by: 'usr_1', changes: [expect.stringContaining('Who decides')] },
    });
    expect(told.effects).toMatchObject([
      { type: 'open-hitl-request', round: 1, changes: [expect.stringContaining('Who decides')] },
    ]);
    expect(told.state?.pending_approvals).toHaveLength(1);
    expect(told.state?.approvals['after-design']).toMatchObject({ approved: false, rounds: 1 });
  });
});

describe('a workflow that is held', () => {
  it('withdraws what it asked, and asks anew when it goes on', () => {
    const asked = given({ start: {} }, { run_until: 'approval' });
    const told = asked.when({ type: 'pause', mode: 'safe-point', paused_by: 'usr_1', withdraw_requests: true });
    const requestId = asked.state?.pending_approvals[0]?.request_id;
    expect(told.types).toEqual(['workflow-paused', 'requests-withdrawn']);
    expect(told.effects).toMatchObject([
      { type: 'close-hitl-request', request_id: requestId, reason: 'workflow-paused' },
    ]);
    expect(told.state?.pending_approvals).toEqual([]);
    if (told.state === null) throw new Error('there is no workflow');
    const context = { process: sdlc, now: '2025-01-15T13:00:00.000Z', nextId: () => 'hitl_again' };
    const decision = decide({ type: 'resume', resumed_by: 'usr_1' }, told.state, context);
    const events = decision.outcome === 'accepted' ? decision.events : [];
    expect(events.map(({ type }) => type)).toEqual(['workflow-resumed', 'approval-requested']);
    const resumed = applyEvents(told.state, events, sdlc);
    expect(resumed.effects).toMatchObject([{ type: 'open-hitl-request', request_id: 'hitl_again', round: 1 }]);
  });
});

import { MAX_FEEDBACK_CHARACTERS } from './limits';
import { given, notesIn } from './story.fixture';

const asked = [{ start: {} }, { run_until: 'approval' }] as const;

describe('a question to people', () => {
  it('shows the artifacts of the finished stage', () => {
    const told = given({ start: {} }, { run_until: 'architecture-design' }).when({
      complete: { task: 'architecture-design' },
    });
    expect(told.types.slice(-2)).toEqual(['stage-completed', 'approval-requested']);
    expect(told.effects).toMatchObject([
      {
        type: 'open-hitl-request',
        request_id: 'hitl_new1',
        request_type: 'approval',
        agent_id: 'architect',
        stage_id: 'design',
        round: 1,
        title: 'Architecture Review Required',
        artifacts: [{ path: 'design_execution_plan.md' }, { path: 'architecture.md' }],
        options: [
          { value: 'approve', label: 'Approve as-is' },
          { value: 'modify', label: 'Request modifications' },
          { value: 'reject', label: 'Reject and restart' },
        ],
      },
    ]);
  });

  it('is asked before the next stage about the one that is done', () => {
    const told = given(...asked, { answer: { response: 'approved' } }, { run_until: 'test-planning' }).when({
      complete: { task: 'test-planning' },
    });
    expect(told.effects).toMatchObject([
      { type: 'open-hitl-request', approval_id: 'before-launch', stage_id: 'validate' },
    ]);
  });
});

describe('an answer', () => {
  it('that approves starts the next stage', () => {
    const told = given(...asked).when({ answer: { response: 'approved' } });
    expect(told.types).toEqual(['approval-answered', 'stage-started', 'task-scheduled']);
    expect(told.state).toMatchObject({ pending_approvals: [], current_stage_id: 'build' });
    expect(notesIn(told.state)).toEqual({});
  });

  it('that rejects repeats every task of the stage as a new attempt', () => {
    const told = given(...asked).when({ answer: { response: 'rejected', feedback: 'Start over.' } });
    expect(told.types).toEqual(['approval-answered', 'stage-started', 'task-scheduled']);
    expect(told.events[1]).toMatchObject({
      data: { stage_id: 'design', round: 2, reset_task_ids: ['design-execution-plan', 'architecture-design'] },
    });
    expect(told.effects).toMatchObject([
      { task_id: 'design-execution-plan', attempt: 2, feedback: [{ source: 'person', text: 'Start over.' }] },
    ]);
  });

  it('without words sends the work back all the same', () => {
    const told = given(...asked).when({ answer: { response: 'modified' } });
    expect(told.effects).toMatchObject([{ task_id: 'architecture-design', attempt: 2, feedback: [] }]);
  });

  it('keeps the words of people when a gate sends the work back once more', () => {
    const told = given(...asked, { answer: { response: 'modified', feedback: 'One database.' } }).when({
      complete: { task: 'architecture-design', missing_sections: ['Risks'] },
    });
    expect(told.effects).toMatchObject([
      { feedback: [{ text: 'One database.' }, { text: 'The section "Risks" is missing.' }] },
    ]);
  });

  it('is cut where it is too long', () => {
    const told = given(...asked).when({ answer: { response: 'modified', feedback: 'x'.repeat(5_000) } });
    const [text] = Object.values(notesIn(told.state));
    expect(text).toHaveLength(MAX_FEEDBACK_CHARACTERS);
  });

  it('withdraws what was approved of work that is done again', () => {
    const twice = { start: { approvals: [{ after: 'validate' }, { before: 'launch' }] } };
    const told = given(twice, { run_until: 'approval' }, { answer: { response: 'approved' } }).when({
      answer: { response: 'modified', feedback: 'Add load tests.' },
    });
    expect(told.state?.approvals).toMatchObject({ 'after-validate': { approved: false, rounds: 1 } });
  });

  it('to a request nobody opened is ignored', () => {
    const answer = {
      type: 'answer-approval',
      request_id: 'hitl_x',
      response: 'approved',
      answered_by: 'usr_1',
    } as const;
    expect(given(...asked).when(answer).decision).toEqual({ outcome: 'ignored', reason: 'request-not-open' });
    const ended = given(...asked, { cancel: { reason: 'x' } }).when(answer);
    expect(ended.decision).toEqual({ outcome: 'ignored', reason: 'workflow-ended' });
  });
});

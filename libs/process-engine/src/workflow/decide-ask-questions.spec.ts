import { SAMPLE_QUESTIONS, SAMPLE_USAGE } from '../scenarios/sample-commands';
import { outstandingEffects } from './outstanding-effects';
import { given, sdlc, taskIn } from './story.fixture';

const TASK = 'requirements-analysis';
const working = [{ start: {} }, { run_until: TASK }] as const;
const asked = [...working, { ask: { task: TASK } }] as const;

describe('questions of an agent', () => {
  it('park the task: nobody works on it, people are asked', () => {
    const told = given(...working).when({ ask: { task: TASK } });
    expect(told.types).toEqual(['questions-asked', 'answers-requested']);
    expect(told.effects).toMatchObject([
      {
        type: 'open-hitl-request',
        request_type: 'decision',
        request_id: 'hitl_new1',
        task_id: TASK,
        agent_id: 'analyst',
        round: 1,
        title: 'Requirements Analysis: a question',
        questions: SAMPLE_QUESTIONS,
      },
    ]);
    expect(taskIn(told.state, TASK)).toMatchObject({ status: 'retrying', failures: 0, attempt: 1 });
    expect(told.state?.usage.calls).toBe(2);
  });

  it('ask for input when there are several, or one without options', () => {
    const questions = [
      { id: 'users', text: 'Who are the users?', required: true },
      { id: 'count', text: 'How many?', schema: { type: 'integer' }, required: true },
    ] as const;
    const attempt = { task_id: TASK, attempt: 1, lease: 1, usage: SAMPLE_USAGE, duration_ms: 1 };
    const told = given(...working).when({ type: 'ask-questions', ...attempt, questions });
    expect(told.effects).toMatchObject([{ request_type: 'input', title: 'Requirements Analysis: 2 questions' }]);
  });

  it('of a task that was asked in vain before are refused by the fence', () => {
    expect(given(...asked).when({ ask: { task: TASK } }).decision).toMatchObject({ outcome: 'ignored' });
  });

  it('are what the workflow waits for, as often as a reconciler looks', () => {
    const { state } = given(...asked);
    expect(state === null ? [] : outstandingEffects(state, sdlc)).toMatchObject([
      { type: 'open-hitl-request', task_id: TASK, questions: SAMPLE_QUESTIONS },
    ]);
  });

  it('of a process that asks nobody count as an output that misses its contract', () => {
    const told = given({ start: { approvals: [] } }, { run_until: TASK }).when({ ask: { task: TASK } });
    expect(told.types[0]).toBe('task-failed');
    expect(taskIn(told.state, TASK)).toMatchObject({ status: 'running', attempt: 2, failures: 1 });
  });

  it('of a task that may not ask count so as well', () => {
    const told = given({ start: {} }).when({ ask: { task: 'analysis-execution-plan' } });
    expect(told.events[0]).toMatchObject({ type: 'task-failed', data: { code: 'output-asks-too-often' } });
  });

  it('end after five rounds', () => {
    const rounds = Array.from({ length: 5 }, () => [{ ask: { task: TASK } }, { answer_questions: {} }]).flat();
    const story = given(...working, ...rounds);
    expect(taskIn(story.state, TASK)).toMatchObject({ attempt: 6, failures: 0, dialogue: { rounds: 5 } });
    const told = story.when({ ask: { task: TASK } });
    expect(told.events[0]).toMatchObject({ type: 'task-failed', data: { code: 'output-asks-too-often' } });
    expect(told.effects).toMatchObject([{ type: 'send-agent-task', attempt: 7 }]);
    expect(told.effects[0]).not.toHaveProperty('question_rounds');
  });
});

describe('answers to questions', () => {
  it('are told to the next attempt with how often it may still ask', () => {
    const told = given(...asked).when({ answer_questions: { answers: { database: 'SQLite' } } });
    expect(told.types).toEqual(['questions-answered', 'task-scheduled']);
    const [{ text: question } = { text: '' }] = SAMPLE_QUESTIONS;
    expect(told.effects).toMatchObject([
      {
        type: 'send-agent-task',
        attempt: 2,
        question_rounds: 4,
        answers: [{ question_id: 'database', question, answer: 'SQLite', given_by: 'person' }],
      },
    ]);
  });

  it('stay known when people send the document back later', () => {
    const told = given(...asked, { answer_questions: {} }, { run_until: 'approval' }).when({
      type: 'retry-task',
      task_id: TASK,
      requested_by: 'usr_operator',
    });
    expect(told.effects).toContainEqual(
      expect.objectContaining({
        type: 'send-agent-task',
        answers: [expect.objectContaining({ answer: 'PostgreSQL' })],
      }),
    );
  });

  it('that come twice, or late, change nothing', () => {
    expect(given(...asked, { answer_questions: {} }).when({ answer_questions: {} }).decision).toEqual({
      outcome: 'ignored',
      reason: 'request-not-open',
    });
    expect(given(...asked, { cancel: { reason: 'Enough.' } }).when({ answer_questions: {} }).decision).toEqual({
      outcome: 'ignored',
      reason: 'workflow-ended',
    });
  });

  it('that will not come end the task as its process says', () => {
    const told = given(...asked).when({ answer_questions: { declined: true } });
    expect(told.types).toEqual(['questions-declined', 'task-failed', 'workflow-failed']);
    expect(told.state?.failure).toMatchObject({ code: 'questions-declined', task_id: TASK });
  });

  it('are withdrawn with the task', () => {
    const { state, when } = given(...asked);
    const open = state?.pending_approvals[0]?.request_id;
    const skipped = when({ type: 'skip-task', task_id: TASK, reason: 'Not needed.', skipped_by: 'usr_operator' });
    expect(skipped.effects).toContainEqual(expect.objectContaining({ type: 'close-hitl-request', request_id: open }));
    const cancelled = when({ cancel: { reason: 'Enough.' } });
    expect(cancelled.effects).toContainEqual(expect.objectContaining({ type: 'close-hitl-request', request_id: open }));
  });

  it('are asked for anew after a pause that withdrew the question', () => {
    const held = given(...asked).when({ type: 'pause', mode: 'safe-point', paused_by: 'a', withdraw_requests: true });
    expect(held.types).toEqual(['workflow-paused', 'requests-withdrawn']);
    expect(held.state?.pending_approvals).toEqual([]);
  });
});

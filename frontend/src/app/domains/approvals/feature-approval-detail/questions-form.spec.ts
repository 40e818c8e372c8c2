import { ConsoleTest } from '../../../testing/console-test';
import { problem } from '../../../testing/fake-api';
import { sampleRequest } from '../../../testing/samples';
import type { HitlRequestView } from '../data/approval';
import { ApprovalDetail } from './approval-detail';

const routes = [{ path: 'approvals/:requestId', component: ApprovalDetail }];
const reading = 'GET /api/hitl/requests/hitl_1';
const answering = 'POST /api/interactive/sessions/hitl_1/answers';

const questions: NonNullable<HitlRequestView['questions']> = [
  { id: 'database', text: 'Which database?', options: ['PostgreSQL', 'SQLite'], default: 'PostgreSQL', required: true },
  {
    id: 'file',
    text: 'Where is its file?',
    required: false,
    depends_on: { question_id: 'database', answer: 'SQLite' },
  },
  { id: 'users', text: 'How many users?', schema: { type: 'integer' }, required: true },
  { id: 'remote', text: 'Do they work from home?', schema: { type: 'boolean' }, default: true, required: false },
  { id: 'teams', text: 'Which teams?', schema: { type: 'array' }, required: false },
];

async function open(role: 'viewer' | 'approver', changes: Partial<HitlRequestView> = {}): Promise<ConsoleTest> {
  const test = await ConsoleTest.create(routes, role);
  test.api
    .on(reading, sampleRequest({ type: 'input', artifact_versions: [], questions, answers: [], ...changes }))
    .on('GET /api/workflows/wf_1/status', { id: 'wf_1', title: 'A lending library' })
    .on('GET /api/hitl/requests', { requests: [], total_count: 0, next_cursor: null })
    .on(answering, { success: true, workflow_continued: true });
  await test.goTo('/approvals/hitl_1');
  return test;
}

describe('questions of an agent', () => {
  it('are answered together, with what nobody answers left to its default', async () => {
    const test = await open('approver');
    expect(test.text).toContain('Without an answer: PostgreSQL');
    expect(test.text).not.toContain('Where is its file?');
    test.find<HTMLInputElement>('input[value=SQLite]').click();
    await test.settle();
    expect(test.text).toContain('Where is its file?');
    await test.type('#question-users', '40');
    test.find<HTMLInputElement>('input[value=false]').click();
    await test.type('#question-teams', '["sales"]');
    await test.click('button', 'Answer and go on');
    expect(test.api.of(answering)[0]?.body).toEqual({
      answers: [
        { question_id: 'database', answer: 'SQLite' },
        { question_id: 'users', answer: 40 },
        { question_id: 'remote', answer: false },
        { question_id: 'teams', answer: ['sales'] },
      ],
      continue: true,
    });
  });

  it('say what has no default, and what is no number or no JSON', async () => {
    const test = await open('approver');
    await test.click('button', 'Answer and go on');
    expect(test.text).toContain('This has no default');
    await test.type('#question-users', 'many');
    expect(test.text).toContain('Write a number.');
    await test.type('#question-users', '4');
    await test.type('#question-teams', 'sales');
    await test.click('button', 'Keep answers and wait');
    expect(test.text).toContain('Write valid JSON.');
    expect(test.api.of(answering)).toHaveLength(0);
  });

  it('are kept on the way, and show what others answered', async () => {
    const test = await open('approver', {
      answers: [{ question_id: 'users', answer: 12, answered_by_name: 'Grace Example' }],
    });
    expect(test.find<HTMLInputElement>('#question-users').value).toBe('12');
    expect(test.text).toContain('Answered by Grace Example');
    test.api.on(answering, { success: true, workflow_continued: false });
    await test.click('button', 'Keep answers and wait');
    expect(test.api.of(answering)[0]?.body).toEqual({
      answers: [{ question_id: 'users', answer: 12 }],
      continue: false,
    });
    expect(test.text).toContain('Kept. The workflow waits for the rest.');
  });

  it('show what the platform refuses, and follow answers given elsewhere without losing what is typed', async () => {
    const test = await open('approver');
    await test.type('#question-users', '7');
    test.api.on(answering, problem(422, 'answers-invalid'));
    await test.click('button', 'Answer and go on');
    expect(test.text).toContain('Detail of answers-invalid.');
    const answers = [{ question_id: 'database', answer: 'SQLite', answered_by_name: 'Grace Example' }];
    test.api.on(reading, sampleRequest({ type: 'input', artifact_versions: [], questions, answers }));
    await test.receive({ type: 'hitl_request_changed', request_id: 'hitl_1', workflow_id: 'wf_1' });
    expect(test.text).toContain('Answered by Grace Example');
    expect(test.find<HTMLInputElement>('#question-users').value).toBe('7');
  });

  it('may be declined', async () => {
    const test = await open('approver');
    test.api.on('POST /api/hitl/requests/hitl_1/respond', { success: true, resolved_at: '', workflow_resumed: true });
    await test.click('button', 'Decline: the task fails');
    expect(test.api.of('POST /api/hitl/requests/hitl_1/respond')[0]?.body).toEqual({
      response: 'rejected',
      feedback: '',
    });
  });

  it('can be read by who may not answer', async () => {
    const viewer = await open('viewer');
    expect(viewer.text).toContain('needs the approver role; yours is viewer');
    expect(viewer.page.textContent).not.toContain('Answer and go on');
  });

  it('show their answers when they are over', async () => {
    const answers = [{ question_id: 'database', answer: 'SQLite', answered_by_name: 'Grace Example' }];
    const over = await open('viewer', { status: 'approved', answers });
    expect(over.text).toContain('Which database?');
    expect(over.text).toContain('SQLite');
  });
});

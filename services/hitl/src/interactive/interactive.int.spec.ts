import {
  createId,
  getInteractiveSession,
  listInteractiveSessions,
  respondToHitlRequest,
  submitAnswers,
} from '@botarmy/contracts';
import type { AskedQuestion, Caller, OpenHitlRequest, SubmitAnswersRequest } from '@botarmy/contracts';
import { waitFor } from '@botarmy/testing';

import { callerBuilder, createHitlRig, refusalOf, requestBuilder } from '../hitl.fixture';
import type { HitlRig } from '../hitl.fixture';

const DATABASE: AskedQuestion = {
  id: 'database',
  text: 'What database would you prefer?',
  options: ['PostgreSQL', 'MongoDB', 'SQLite'],
  default: 'PostgreSQL',
  required: true,
};
const EDITION: AskedQuestion = {
  id: 'edition',
  text: 'Which edition of MongoDB?',
  required: false,
  depends_on: { question_id: 'database', answer: 'MongoDB' },
};
const USERS: AskedQuestion = {
  id: 'users',
  text: 'How many users are expected?',
  schema: { type: 'integer', minimum: 1, maximum: 1_000_000 },
  required: true,
};
const QUESTIONS = [DATABASE, EDITION, USERS];

describe('interactive sessions', () => {
  let rig: HitlRig;
  const ada = callerBuilder();
  const bob = callerBuilder({ user_id: 'usr_bob', user_name: 'Bob' });
  const elsewhere = callerBuilder({ tenant_id: 'ten_other', user_id: 'usr_eve' });

  beforeAll(async () => {
    rig = await createHitlRig();
    await rig.start();
  });
  afterAll(() => rig.stop());

  async function asked(fields: Partial<OpenHitlRequest> = {}): Promise<OpenHitlRequest> {
    const request = requestBuilder({
      type: 'input',
      title: 'Requirements Analysis: 3 questions',
      description: 'Requirements Analysis goes on when these are answered.',
      agent_id: 'analyst',
      stage_id: 'analyze',
      task_id: 'requirements-analysis',
      round: 1,
      options: [],
      artifacts: [],
      questions: QUESTIONS,
      ...fields,
    });
    await rig.handled(await rig.open(request));
    return request;
  }

  const submit = (request: OpenHitlRequest, body: Omit<SubmitAnswersRequest, 'session_id'>, caller: Caller = ada) =>
    rig.ask(submitAnswers, { session_id: request.request_id, ...body }, caller);
  const show = (request: OpenHitlRequest, caller: Caller = ada) =>
    rig.ask(getInteractiveSession, { session_id: request.request_id }, caller);

  it('are listed with the question that comes next', async () => {
    const request = await asked();
    await expect(rig.ask(listInteractiveSessions, { workflow_id: request.workflow_id })).resolves.toEqual({
      sessions: [
        {
          session_id: request.request_id,
          status: 'waiting_for_answer',
          current_question: {
            question_id: 'database',
            question: DATABASE.text,
            options: DATABASE.options,
            required: true,
            default: 'PostgreSQL',
          },
          created_at: request.requested_at,
          workflow_id: request.workflow_id,
          agent_id: 'analyst',
          task_id: 'requirements-analysis',
          title: request.title,
          round: 1,
          open_count: 2,
          due_at: null,
        },
      ],
      total_count: 1,
      next_cursor: null,
    });
    await expect(
      rig.ask(listInteractiveSessions, { workflow_id: request.workflow_id }, elsewhere),
    ).resolves.toMatchObject({ sessions: [] });
  });

  it('leave approvals to the requests', async () => {
    const request = requestBuilder();
    await rig.handled(await rig.open(request));
    await expect(refusalOf(show(request))).resolves.toMatchObject({ status: 404, code: 'session-not-found' });
    await expect(refusalOf(submit(request, { answers: [] }))).resolves.toMatchObject({ code: 'session-not-found' });
    await expect(rig.ask(listInteractiveSessions, { workflow_id: request.workflow_id })).resolves.toMatchObject({
      total_count: 0,
    });
  });

  it('keep partial answers for every device and wait', async () => {
    const request = await asked();
    await expect(
      submit(request, { answers: [{ question_id: 'database', answer: 'MongoDB' }], continue: false }),
    ).resolves.toMatchObject({
      success: true,
      workflow_continued: false,
      status: 'waiting_for_answer',
      next_question: { question_id: 'edition' },
      open_count: 2,
      revision: 1,
    });
    await expect(show(request, bob)).resolves.toMatchObject({
      status: 'waiting_for_answer',
      revision: 1,
      current_question: { question_id: 'edition' },
      answers: [{ question_id: 'database', answer: 'MongoDB', answered_by: 'usr_ada', answered_by_name: 'Ada' }],
    });
    expect(await rig.answersInStream(request.workflow_id)).toEqual([]);
    const { records } = await rig.records(request.request_id);
    expect(records.map(({ type }) => type)).toEqual(['asked', 'answered']);
  });

  it('let another device go on with defaults for what is open', async () => {
    const request = await asked();
    await submit(request, { answers: [{ question_id: 'users', answer: 500 }], continue: false });
    await expect(submit(request, { answers: [], continue: true }, bob)).resolves.toMatchObject({
      workflow_continued: true,
      next_question: null,
      status: 'completed',
    });
    expect(await rig.answersInStream(request.workflow_id)).toMatchObject([
      {
        request_id: request.request_id,
        response: 'approved',
        answered_by: 'usr_bob',
        answers: [
          { question_id: 'database', question: DATABASE.text, answer: 'PostgreSQL', given_by: 'default' },
          { question_id: 'users', question: USERS.text, answer: 500, given_by: 'person' },
        ],
      },
    ]);
    await expect(show(request)).resolves.toMatchObject({ status: 'completed', current_question: null, open_count: 0 });
  });

  it('go on by themselves when nothing is left open and nobody said to wait', async () => {
    const request = await asked();
    await expect(submit(request, { answers: [{ question_id: 'database', answer: 'SQLite' }] })).resolves.toMatchObject({
      workflow_continued: false,
      next_question: { question_id: 'users' },
    });
    await expect(submit(request, { answers: [{ question_id: 'users', answer: 3 }] })).resolves.toMatchObject({
      workflow_continued: true,
    });
  });

  it('go on once: the same again gets the same reply, anything else comes too late', async () => {
    const request = await asked();
    const answers = [{ question_id: 'users', answer: 9 }];
    await submit(request, { answers, continue: true });
    await expect(submit(request, { answers, continue: true })).resolves.toMatchObject({ workflow_continued: true });
    await expect(
      refusalOf(submit(request, { answers: [{ question_id: 'users', answer: 10 }], continue: true })),
    ).resolves.toMatchObject({ status: 409, code: 'already-answered' });
    await expect(refusalOf(submit(request, { answers, continue: true }, bob))).resolves.toMatchObject({
      code: 'already-answered',
    });
    expect(await rig.answersInStream(request.workflow_id)).toHaveLength(1);
  });

  it('have one winner among many who go on at the same time', async () => {
    const request = await asked();
    const people = Array.from({ length: 12 }, (_, index) =>
      callerBuilder({ user_id: `usr_p${index}`, user_name: `P${index}` }),
    );
    const outcomes = await Promise.allSettled(
      people.map((person, index) =>
        submit(request, { answers: [{ question_id: 'users', answer: index + 1 }], continue: true }, person),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await rig.answersInStream(request.workflow_id)).toHaveLength(1);
  });

  it('do not go on without an answer that has no default', async () => {
    const request = await asked();
    await expect(refusalOf(submit(request, { answers: [], continue: true }))).resolves.toMatchObject({
      status: 422,
      code: 'answers-missing',
      errors: [{ path: 'answers.users', message: USERS.text }],
    });
    await expect(show(request)).resolves.toMatchObject({ revision: 0, status: 'waiting_for_answer' });
  });

  it.each([
    ['an unknown question', { question_id: 'colour', answer: 'red' }, 'none of the questions'],
    ['an option that does not exist', { question_id: 'database', answer: 'DB2' }, 'must be one of'],
    ['a text for a number', { question_id: 'users', answer: '500' }, 'must be of type integer'],
    ['a number out of bounds', { question_id: 'users', answer: 0 }, 'must be at least 1'],
    ['a follow-up nobody asks', { question_id: 'edition', answer: 'Community' }, 'do not ask for'],
  ])('refuse %s and keep nothing', async (_what, answer, message) => {
    const request = await asked();
    const refusal = await refusalOf(submit(request, { answers: [answer], continue: false }));
    expect(refusal).toMatchObject({ status: 422, code: 'answers-invalid' });
    expect(refusal.errors?.[0]?.message).toContain(message);
    await expect(show(request)).resolves.toMatchObject({ revision: 0, answers: [] });
  });

  it('refuse control characters, long texts and an answer given twice', async () => {
    const request = await asked({ questions: [{ id: 'why', text: 'Why?', required: true }] });
    for (const answer of ['a\0b', 'x'.repeat(2_001), '   ']) {
      const refusal = await refusalOf(submit(request, { answers: [{ question_id: 'why', answer }], continue: false }));
      expect(refusal).toMatchObject({ code: 'answers-invalid' });
    }
    const twice = { question_id: 'why', answer: 'Because.' };
    await expect(refusalOf(submit(request, { answers: [twice, twice] }))).resolves.toMatchObject({
      code: 'answers-invalid',
    });
  });

  it('take answers from those alone whom the policy names', async () => {
    const request = await asked({ policy: { approvers: { users: ['usr_bob'] } } });
    rig.knowPeople([
      { user_id: 'usr_bob', user_name: 'Bob', role: 'approver', groups: [], is_active: true },
      { user_id: 'usr_ada', user_name: 'Ada', role: 'approver', groups: [], is_active: true },
    ]);
    const body = { answers: [{ question_id: 'users', answer: 2 }], continue: false };
    await expect(refusalOf(submit(request, body))).resolves.toMatchObject({ status: 403, code: 'not-an-approver' });
    await expect(submit(request, body, bob)).resolves.toMatchObject({ success: true });
  });

  it('of closed work are refused with the reason, and what was answered counts when the same is asked anew', async () => {
    const request = await asked();
    await submit(request, { answers: [{ question_id: 'database', answer: 'SQLite' }], continue: false });
    await rig.close(request, { reason: 'workflow-paused' });
    await expect(refusalOf(submit(request, { answers: [], continue: false }))).resolves.toMatchObject({
      status: 409,
      code: 'request-closed',
    });
    await expect(show(request)).resolves.toMatchObject({ status: 'cancelled', current_question: null });
    const anew = await asked({ workflow_id: request.workflow_id });
    await expect(show(anew)).resolves.toMatchObject({
      status: 'waiting_for_answer',
      answers: [{ question_id: 'database', answer: 'SQLite' }],
      current_question: { question_id: 'users' },
    });
  });

  it('end by their deadline: defaults are taken where all have one, else nobody answered', async () => {
    const policy = { deadline: { after_minutes: 1, then: 'approve' } };
    const requested_at = new Date(Date.now() - 3_600_000).toISOString();
    const withDefaults = await asked({ questions: [DATABASE], policy, requested_at });
    const without = await asked({ policy, requested_at });
    await waitFor(async () => (await show(without)).status === 'declined', { describe: 'the deadline to pass' });
    await waitFor(async () => (await show(withDefaults)).status === 'completed', { describe: 'the deadline to pass' });
    expect(await rig.answersInStream(withDefaults.workflow_id)).toMatchObject([
      { response: 'approved', decided_by: 'deadline', answers: [{ answer: 'PostgreSQL', given_by: 'default' }] },
    ]);
    expect(await rig.answersInStream(without.workflow_id)).toMatchObject([{ response: 'rejected', answers: [] }]);
  });

  describe('as requests', () => {
    it('show their questions and one schema for all answers', async () => {
      const request = await asked();
      await expect(rig.get(request.request_id)).resolves.toMatchObject({
        type: 'input',
        questions: QUESTIONS,
        answers: [],
        response_schema: {
          type: 'object',
          required: ['users'],
          properties: { users: { type: 'integer', minimum: 1, maximum: 1_000_000 } },
        },
      });
    });

    it('are answered with input that fits the schema', async () => {
      const request = await asked();
      const { request_id } = request;
      await expect(
        refusalOf(rig.respond({ request_id, response: 'approve', input: { users: 'many' } })),
      ).resolves.toMatchObject({ status: 422, code: 'answers-invalid' });
      await expect(rig.respond({ request_id, response: 'approve', input: { users: 7 } })).resolves.toMatchObject({
        success: true,
        workflow_resumed: true,
        status: 'approved',
      });
      await expect(rig.respond({ request_id, response: 'approve', input: { users: 7 } })).resolves.toMatchObject({
        success: true,
      });
      await expect(
        refusalOf(rig.respond({ request_id, response: 'approve', input: { users: 8 } })),
      ).resolves.toMatchObject({ code: 'already-answered' });
    });

    it('of type decision are answered with an option, by its value or its label', async () => {
      const options = (DATABASE.options ?? []).map((label, index) => ({ value: `option-${index + 1}`, label }));
      for (const response of ['MongoDB', 'option-2']) {
        const request = await asked({ type: 'decision', questions: [DATABASE], options });
        await rig.respond({ request_id: request.request_id, response });
        expect(await rig.answersInStream(request.workflow_id)).toMatchObject([
          { answers: [{ question_id: 'database', answer: 'MongoDB', given_by: 'person' }] },
        ]);
      }
      const request = await asked({ type: 'decision', questions: [DATABASE], options });
      for (const response of ['DB2', 'modify'])
        await expect(refusalOf(rig.respond({ request_id: request.request_id, response }))).resolves.toMatchObject({
          code: 'response-not-offered',
        });
    });

    it('are declined like an approval is rejected', async () => {
      const request = await asked();
      await rig.ask(respondToHitlRequest, { request_id: request.request_id, response: 'reject', feedback: 'No.' });
      await expect(show(request)).resolves.toMatchObject({ status: 'declined' });
      expect(await rig.answersInStream(request.workflow_id)).toMatchObject([{ response: 'rejected', answers: [] }]);
    });

    it('that are unknown are not found', async () => {
      const session_id = createId('hitl');
      await expect(refusalOf(rig.ask(getInteractiveSession, { session_id }))).resolves.toMatchObject({ status: 404 });
    });
  });
});

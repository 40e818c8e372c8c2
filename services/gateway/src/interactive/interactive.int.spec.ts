import type { RunningService } from '@botarmy/chassis';
import {
  createId,
  getInteractiveSession,
  hitlRequestChanged,
  listInteractiveSessions,
  respondToHitlRequest,
  submitAnswers,
} from '@botarmy/contracts';
import type { InteractiveSessionView, LogInReply, SubmitAnswersReply } from '@botarmy/contracts';
import { outgoingMessage, Publisher } from '@botarmy/messaging';

import { send } from '../client.fixture';
import type { Sending } from '../client.fixture';
import { GatewayRig, refuse } from '../gateway.fixture';
import { LiveClient, refusedUpgrade } from '../live/live-client.fixture';
import { WorkflowSource } from '../live/workflow-source.fixture';

describe('interactive sessions at the door', () => {
  let rig: GatewayRig;
  let gateway: RunningService;
  let approver: LogInReply;
  let viewer: LogInReply;
  let source: WorkflowSource;
  const clients: LiveClient[] = [];
  const sessions = new Map<string, InteractiveSessionView>();

  beforeAll(async () => {
    rig = await GatewayRig.create();
    gateway = await rig.start();
    source = new WorkflowSource(rig);
    approver = rig.session('approver');
    viewer = rig.session('viewer');
    rig.answer(getInteractiveSession, ({ session_id }) => sessions.get(session_id) ?? refuse(404, 'session-not-found'));
    rig.answer(submitAnswers, ({ session_id, answers, continue: goesOn }) => {
      const session = sessions.get(session_id);
      if (session === undefined) return refuse(404, 'session-not-found');
      if (answers.some(({ answer }) => answer === 'DB2')) return refuse(422, 'answers-invalid');
      const kept = answers.map(({ question_id, answer }) => ({ question_id, answer }));
      const status = goesOn === true ? 'completed' : 'waiting_for_answer';
      const next = { ...session, answers: kept, revision: session.revision + 1, status } as InteractiveSessionView;
      sessions.set(session_id, status === 'completed' ? { ...next, current_question: null, open_count: 0 } : next);
      const reply: SubmitAnswersReply = {
        success: true,
        next_question: null,
        workflow_continued: goesOn === true,
        status,
        open_count: 1,
        revision: session.revision + 1,
      };
      return reply;
    });
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });
  afterAll(() => rig.stop());

  function asked(): InteractiveSessionView {
    const session: InteractiveSessionView = {
      session_id: createId('hitl'),
      status: 'waiting_for_answer',
      current_question: {
        question_id: 'database',
        question: 'What database would you prefer?',
        options: ['PostgreSQL', 'MongoDB', 'SQLite'],
        required: true,
        default: null,
      },
      created_at: '2026-01-15T10:00:00.000Z',
      workflow_id: source.create(),
      agent_id: 'analyst',
      task_id: 'requirements-analysis',
      title: 'Requirements Analysis: a question',
      round: 1,
      open_count: 1,
      due_at: null,
      questions: [{ id: 'database', text: 'What database would you prefer?', required: true }],
      answers: [],
      revision: 0,
      resolved_at: null,
    };
    sessions.set(session.session_id, session);
    return session;
  }

  const call = (path: string, sending: Sending = {}) => send(gateway.url + path, { bearer: approver, ...sending });
  const watch = async (session_id: string, as = approver, prefix = ''): Promise<LiveClient> => {
    const client = await LiveClient.connect(gateway.url, as, `${prefix}/ws/interactive/${session_id}`);
    clients.push(client);
    return client;
  };

  it('list, show and answer as the specification says', async () => {
    const session = asked();
    rig.answer(listInteractiveSessions, () => ({ sessions: [session], total_count: 1, next_cursor: null }));
    const list = (await call('/api/interactive/sessions?limit=5')).json<{ sessions: InteractiveSessionView[] }>();
    expect(list).toMatchObject({
      sessions: [
        {
          session_id: session.session_id,
          status: 'waiting_for_answer',
          current_question: {
            question: 'What database would you prefer?',
            options: ['PostgreSQL', 'MongoDB', 'SQLite'],
          },
          created_at: session.created_at,
        },
      ],
      total_count: 1,
    });
    expect(rig.askedOf(listInteractiveSessions)[0]?.request).toEqual({ limit: 5 });
    expect((await call(`/api/interactive/sessions/${session.session_id}`)).json()).toEqual(session);
    const answer = await call(`/api/interactive/sessions/${session.session_id}/answers`, {
      body: { answers: [{ question_id: 'database', answer: 'PostgreSQL' }], continue: true },
    });
    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject({ success: true, next_question: null, workflow_continued: true });
    expect(rig.askedOf(submitAnswers).at(-1)?.request).toEqual({
      session_id: session.session_id,
      answers: [{ question_id: 'database', answer: 'PostgreSQL' }],
      continue: true,
    });
  });

  it.each<[string, unknown, string?]>([
    ['no answers', {}],
    ['answers that are no list', { answers: 'PostgreSQL' }],
    ['an answer without its question', { answers: [{ answer: 'PostgreSQL' }] }],
    ['an answer that is nothing', { answers: [{ question_id: 'database', answer: null }] }],
    [
      'a member nobody asked for',
      { answers: [{ question_id: 'database', answer: 'x', role: 'owner' }] },
      'unknown-field',
    ],
    ['more answers than questions can be', { answers: Array(11).fill({ question_id: 'a', answer: 'b' }) }],
    ['going on in words', { answers: [], continue: 'yes' }],
  ])('refuse %s', async (_what, body, code = 'validation-failed') => {
    const answer = await call(`/api/interactive/sessions/${asked().session_id}/answers`, { body });
    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({ code });
  });

  it('are answered by approvers, and unknown ones are not found', async () => {
    const { session_id } = asked();
    const body = { answers: [] };
    const refused = await send(`${gateway.url}/api/interactive/sessions/${session_id}/answers`, {
      bearer: viewer,
      body,
    });
    expect(refused.status).toBe(403);
    for (const path of [createId('hitl'), 'x', '%2e%2e'])
      expect((await call(`/api/interactive/sessions/${path}`)).status).toBe(404);
  });

  it('pass input and options of requests on', async () => {
    const id = createId('hitl');
    rig.answer(respondToHitlRequest, () => ({
      success: true,
      resolved_at: '2026-01-15T10:00:00.000Z',
      workflow_resumed: true,
    }));
    await call(`/api/hitl/requests/${id}/respond`, { body: { response: 'approve', input: { users: 7 } } });
    await call(`/api/hitl/requests/${id}/respond`, { body: { response: 'approve', option: 'MongoDB' } });
    expect(rig.askedOf(respondToHitlRequest).map(({ request }) => request)).toEqual([
      { request_id: id, response: 'approve', input: { users: 7 } },
      { request_id: id, response: 'MongoDB' },
    ]);
  });

  describe('on their own connections', () => {
    it('begin with where they stand and what is asked, at both addresses', async () => {
      const session = asked();
      for (const client of [await watch(session.session_id, viewer), await watch(session.session_id, viewer, '/api')]) {
        expect(await client.frame('session_status')).toMatchObject({
          session_id: session.session_id,
          status: 'active',
          workflow_id: session.workflow_id,
          revision: 0,
        });
        expect(await client.frame('question')).toMatchObject({
          session_id: session.session_id,
          question_id: 'database',
          question: 'What database would you prefer?',
          options: ['PostgreSQL', 'MongoDB', 'SQLite'],
        });
      }
    });

    it('show an answer given on one device on all of them', async () => {
      const { session_id } = asked();
      const [phone, laptop] = [await watch(session_id), await watch(session_id, viewer)];
      await laptop.frame('question');
      phone.send({ type: 'answer', session_id, answer: 'SQLite', continue: false });
      for (const client of [phone, laptop]) {
        expect(await client.frame('session_status', ({ revision }) => revision === 1)).toMatchObject({
          status: 'active',
          answers: [{ question_id: 'database', answer: 'SQLite' }],
        });
      }
      phone.send({ type: 'answer', session_id, continue: true });
      for (const client of [phone, laptop])
        expect(await client.frame('session_status', ({ status }) => status === 'completed')).toBeDefined();
    });

    it('hear of answers given over REST on another replica', async () => {
      const session = asked();
      const client = await watch(session.session_id, viewer);
      await client.frame('question');
      sessions.set(session.session_id, {
        ...session,
        revision: 4,
        answers: [{ question_id: 'database', answer: 'MongoDB' }],
      });
      await new Publisher(rig.service('hitl')).publish(
        outgoingMessage(hitlRequestChanged, {
          eventId: createId('msg'),
          tenantId: 'ten_default',
          key: [session.workflow_id],
          payload: {
            request_id: session.session_id,
            workflow_id: session.workflow_id,
            agent_id: 'analyst',
            title: session.title,
            status: 'pending',
            changes: ['answered'],
            votes: { needed: 1, approved_by: [], objected_by: [] },
            addressees: [],
            changed_at: session.created_at,
          },
        }),
      );
      expect(await client.frame('session_status', ({ revision }) => revision === 4)).toMatchObject({
        answers: [{ answer: 'MongoDB' }],
      });
    });

    it('end at once when the workflow is cancelled', async () => {
      const session = asked();
      const client = await watch(session.session_id, viewer);
      await client.frame('question');
      await source.record(session.workflow_id, 'workflow-cancelled', { open: { request_ids: [session.session_id] } });
      expect(await client.frame('session_status', ({ status }) => status === 'cancelled')).toBeDefined();
    });

    it('are told nothing of the tenant besides', async () => {
      const client = await watch(asked().session_id, viewer);
      await client.frame('question');
      const other = asked();
      await source.record(other.workflow_id, 'answers-requested', { request_id: other.session_id });
      const hub = await LiveClient.connect(gateway.url, viewer);
      clients.push(hub);
      await source.record(other.workflow_id, 'questions-answered', { request_id: other.session_id });
      expect(await hub.frame('hitl_request')).toMatchObject({ request_id: other.session_id, status: 'approved' });
      expect(client.frames.filter(({ type }) => type !== 'session_status' && type !== 'question')).toEqual([]);
    });

    it('close for sessions there are not, and let nobody in at other addresses', async () => {
      const client = await watch(createId('hitl'));
      expect(await client.frame('error')).toMatchObject({ code: 'session-not-found' });
      expect(await client.end()).toMatchObject({ code: 1008 });
      const headers = { authorization: `Bearer ${viewer.secret}` };
      for (const path of ['/ws/interactive/', '/ws/interactive/x', `/ws/interactive/${createId('wf')}`])
        expect(await refusedUpgrade(gateway.url, { headers, path })).toMatchObject({ status: 404 });
      const foreign = { headers, origin: 'http://evil.example', path: `/ws/interactive/${asked().session_id}` };
      expect(await refusedUpgrade(gateway.url, foreign)).toMatchObject({ status: 403 });
    });

    it('answer refusals with an error frame and stay', async () => {
      const { session_id } = asked();
      const [client, watching] = [await watch(session_id), await watch(session_id, viewer)];
      await client.frame('question');
      client.send({ type: 'answer', session_id, answer: 'DB2' });
      expect(await client.frame('error')).toMatchObject({ code: 'answers-invalid' });
      client.send({ type: 'answer', session_id: asked().session_id, answer: 'SQLite' });
      expect(await client.frame('error', ({ code }) => code === 'session-not-found')).toBeDefined();
      watching.send({ type: 'answer', session_id, answer: 'SQLite' });
      expect(await watching.frame('error')).toMatchObject({ code: 'role-missing' });
      client.send({ type: 'answer', session_id, answer: 'SQLite', continue: true });
      expect(await client.frame('session_status', ({ status }) => status === 'completed')).toBeDefined();
    });
  });
});

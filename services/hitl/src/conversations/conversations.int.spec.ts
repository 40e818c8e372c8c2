import type { RunningService } from '@botarmy/chassis';
import {
  createId,
  getConversation,
  inviteParticipant,
  listConversations,
  listMessages,
  listTextCommands,
  openConversation,
  postMessage,
  removeParticipant,
} from '@botarmy/contracts';
import type { Caller, ConversationMessageView, ConversationView, PostMessageRequest } from '@botarmy/contracts';
import { waitFor } from '@botarmy/testing';

import { callerBuilder, createHitlRig, refusalOf, requestBuilder } from '../hitl.fixture';
import type { HitlRig } from '../hitl.fixture';
import { FakePlatform, refusal } from './platform.fixture';

describe('conversations', () => {
  let rig: HitlRig;
  let platform: FakePlatform;
  let hitl: RunningService;
  const ada = callerBuilder();
  const bob = callerBuilder({ user_id: 'usr_bob', user_name: 'Bob' });

  beforeAll(async () => {
    rig = await createHitlRig();
    platform = await FakePlatform.start(rig.broker);
    rig.knowPeople([
      { user_id: 'usr_ada', user_name: 'Ada', role: 'approver', is_active: true, groups: [] },
      { user_id: 'usr_bob', user_name: 'Bob', role: 'approver', is_active: true, groups: [] },
    ]);
    hitl = await rig.start();
  });
  afterEach(() => {
    platform.model = () => 'Because it is simpler.';
    platform.uploadStatus = 'clean';
  });
  afterAll(async () => {
    await hitl.close();
    await platform.stop();
    await rig.stop();
  });

  const thread = (workflow_id = createId('wf'), caller?: Caller): Promise<ConversationView> =>
    rig.ask(openConversation, { workflow_id }, caller);
  const chat = (caller?: Caller): Promise<ConversationView> =>
    rig.ask(openConversation, { agent_id: 'architect' }, caller);
  const post = (
    conversation: ConversationView,
    content: string,
    more: Partial<PostMessageRequest> = {},
    caller = ada,
  ) => rig.ask(postMessage, { conversation_id: conversation.id, content, ...more }, caller);
  const messages = async (
    { id: conversation_id }: ConversationView,
    caller = ada,
  ): Promise<ConversationMessageView[]> =>
    (await rig.ask(listMessages, { conversation_id, after_seq: 0 }, caller)).messages;
  const settled = (conversation: ConversationView) =>
    waitFor(
      async () => {
        const all = await messages(conversation);
        return all.every(({ status }) => status !== 'pending') ? all : undefined;
      },
      { describe: 'the answers', timeoutMs: 20_000 },
    );

  it('belong to a workflow once by thread, and to who began them otherwise', async () => {
    const workflow_id = createId('wf');
    const first = await thread(workflow_id);
    expect(first).toMatchObject({ workflow_id, thread: 'main', title: 'A shop', last_seq: 0, unread: 0 });
    expect((await thread(workflow_id, bob)).id).toBe(first.id);
    expect((await rig.ask(openConversation, { workflow_id, thread: 'risks' })).id).not.toBe(first.id);
    const keyed = { ...ada, idempotency_key: 'chat-1' };
    expect((await chat(keyed)).id).toBe((await chat(keyed)).id);
    expect((await chat()).id).not.toBe((await chat()).id);
    const nobody = await refusalOf(rig.ask(openConversation, {}));
    expect(nobody).toMatchObject({ status: 422, code: 'nobody-to-talk-to' });
    const unknown = await refusalOf(rig.ask(openConversation, { agent_id: 'nobody' }));
    expect(unknown).toMatchObject({ status: 404, code: 'unknown-agent' });
  });

  it('have the agent answer with its prompt and the thread, shown while it is written, once', async () => {
    const conversation = await chat();
    const { message, answers } = await post(conversation, 'Why one service?');
    expect(message).toMatchObject({ seq: 1, role: 'user', author_name: 'Ada', status: 'complete' });
    expect(answers).toMatchObject([{ seq: 2, role: 'assistant', agent_id: 'architect', reply_to: message.id }]);
    const [, answer] = await settled(conversation);
    expect(answer).toMatchObject({
      status: 'complete',
      content: 'Because it is simpler.',
      metadata: { model: 'simulated', simulated: true, cost_micros: 12 },
    });
    await waitFor(() => platform.pieces.some(({ message_id }) => message_id === answer?.id), { describe: 'a piece' });
    const piece = platform.pieces.find(({ message_id }) => message_id === answer?.id);
    expect(piece).toMatchObject({ conversation_id: conversation.id, offset: 0, text: 'Because it is simpler.' });
    await post(conversation, 'And later?');
    await settled(conversation);
    const call = platform.calls.at(-1);
    expect(call?.caller).toMatchObject({ tenant_id: ada.tenant_id, user_id: 'usr_ada', role: 'approver' });
    expect(call?.request.scope).toEqual({ agent_id: 'architect' });
    expect(call?.request.turns.map(({ role, parts }) => [role, parts[0]?.text])).toEqual([
      ['system', expect.stringContaining('You are the architect.')],
      ['user', 'Ada: Why one service?'],
      ['assistant', 'Because it is simpler.'],
      ['user', 'Ada: And later?'],
    ]);
    expect(new Set(platform.calls.map(({ request }) => request.idempotency_key)).size).toBe(platform.calls.length);
  });

  it('ask every agent that is mentioned, in order, each knowing what the one before said', async () => {
    const conversation = await thread();
    platform.model = ({ scope }) => `${scope.agent_id} speaks`;
    await post(conversation, '@tester and @analyst, what is missing?');
    const all = await settled(conversation);
    expect(all.map(({ role, agent_id, content }) => [role, agent_id, content])).toEqual([
      ['user', null, '@tester and @analyst, what is missing?'],
      ['assistant', 'tester', 'tester speaks'],
      ['assistant', 'analyst', 'analyst speaks'],
    ]);
    expect(JSON.stringify(platform.calls.at(-1)?.request.turns)).toContain('Tester: tester speaks');
    const view = await rig.ask(getConversation, { conversation_id: conversation.id });
    expect(view.participants.map(({ id, role }) => [id, role])).toEqual([
      ['usr_ada', 'owner'],
      ['analyst', 'agent'],
      ['tester', 'agent'],
    ]);
    const filtered = await rig.ask(listMessages, {
      conversation_id: conversation.id,
      agent_id: 'analyst',
      after_seq: 0,
    });
    expect(filtered.messages.map(({ seq }) => seq)).toEqual([1, 3]);
    const unknown = await refusalOf(post(conversation, '@nobody are you there?'));
    expect(unknown).toMatchObject({ status: 404, code: 'unknown-agent' });
    await expect(messages(conversation)).resolves.toHaveLength(3);
  });

  it('say why an answer could not be given', async () => {
    const conversation = await chat();
    platform.model = () => {
      throw refusal(402, 'budget-exceeded');
    };
    await post(conversation, 'Anything left?');
    const [, answer] = await settled(conversation);
    expect(answer).toMatchObject({ status: 'failed', metadata: { code: 'budget-exceeded' } });
  });

  it('have an answer written again after what was away came back', async () => {
    const conversation = await chat();
    let tries = 0;
    platform.model = () => {
      tries += 1;
      if (tries === 1) throw refusal(503, 'unavailable');
      return 'Here I am.';
    };
    await post(conversation, 'Hello?');
    const [, answer] = await settled(conversation);
    expect(answer).toMatchObject({ status: 'complete', content: 'Here I am.' });
  });

  it('take the same message under the same key once', async () => {
    const conversation = await chat();
    const keyed = { ...ada, idempotency_key: 'say-1' };
    const [one, other] = await Promise.all([
      post(conversation, 'Once', {}, keyed),
      post(conversation, 'Once', {}, keyed),
    ]);
    expect(other.message.id).toBe(one.message.id);
    expect((await settled(conversation)).map(({ role }) => role)).toEqual(['user', 'assistant']);
    const reused = await refusalOf(post(conversation, 'Twice', {}, keyed));
    expect(reused).toMatchObject({ status: 422, code: 'idempotency-key-reused' });
  });

  it('carry files that were released, whose text the agent is given', async () => {
    const conversation = await chat();
    const attachments = [`upl_${'a'.repeat(26)}`];
    const { message } = await post(conversation, 'When is it open?', { attachments });
    expect(message.attachments).toEqual(attachments);
    await settled(conversation);
    const turns = JSON.stringify(platform.calls.at(-1)?.request.turns);
    expect(turns).toContain('Attached file \\"hours.txt\\"');
    expect(turns).toContain('Opening hours: 9 to 5.');
    platform.uploadStatus = 'infected';
    const held = await refusalOf(post(conversation, 'And this?', { attachments }));
    expect(held).toMatchObject({ status: 409, code: 'upload-not-released' });
    await expect(messages(conversation)).resolves.toHaveLength(2);
  });

  it('stream one exchange to who asks for it, again under the same key, in the thread of the same name', async () => {
    platform.model = ({ turns }) => `turn ${turns.length}`;
    const ask = (content: string, key: string, thread = 'mine') =>
      platform.converse({ agent_id: 'architect', thread, content }, { ...ada, idempotency_key: key });
    const [first, repeated] = await Promise.all([ask('Hello', 'c-1'), ask('Hello', 'c-1')]);
    expect(first).toMatchObject({ status: 'complete', text: 'turn 2' });
    expect(repeated).toEqual(first);
    const second = await ask('And now?', 'c-2');
    expect([second.conversation_id, second.text]).toEqual([first.conversation_id, 'turn 4']);
    expect((await ask('Hello', 'c-3', 'another')).conversation_id).not.toBe(first.conversation_id);
    expect((await ask('/help', 'c-4')).text).toContain('/accept');
    await expect(refusalOf(ask('/launch', 'c-5'))).resolves.toMatchObject({ status: 422, code: 'unknown-command' });
  });

  it('number fifty messages of five people at once without a gap', async () => {
    const conversation = await thread();
    await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        post(conversation, `note ${n}`, {}, callerBuilder({ user_id: `usr_p${n % 5}`, user_name: `P${n % 5}` })),
      ),
    );
    const { messages: page, next_cursor } = await rig.ask(listMessages, {
      conversation_id: conversation.id,
      limit: 30,
    });
    expect(page.map(({ seq }) => seq)).toEqual(Array.from({ length: 30 }, (_, n) => n + 21));
    expect(next_cursor).toBe(21);
    const before = { conversation_id: conversation.id, before_seq: 21, limit: 30 };
    const rest = await rig.ask(listMessages, before);
    expect(rest.messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    expect(rest.next_cursor).toBeNull();
  });

  it('of others are not there, free ones are until they are let in', async () => {
    const conversation = await chat();
    const hidden = await refusalOf(messages(conversation, bob));
    expect(hidden).toMatchObject({ status: 404, code: 'conversation-not-found' });
    await expect(refusalOf(post(conversation, 'Hi', {}, bob))).resolves.toMatchObject({ status: 404 });
    const invited = { conversation_id: conversation.id, user_id: 'usr_bob' };
    await rig.ask(inviteParticipant, invited);
    await expect(messages(conversation, bob)).resolves.toEqual([]);
    const notBobs = await refusalOf(rig.ask(inviteParticipant, { ...invited, user_id: 'usr_ada' }, bob));
    expect(notBobs).toMatchObject({ status: 403, code: 'not-the-owner' });
    const { conversations } = await rig.ask(listConversations, { limit: 100 }, bob);
    expect(conversations.some(({ id }) => id === conversation.id)).toBe(true);
    await rig.ask(removeParticipant, invited, bob);
    await expect(refusalOf(messages(conversation, bob))).resolves.toMatchObject({ status: 404 });
    const foreign = callerBuilder({ tenant_id: 'ten_other' });
    const shop = await thread();
    await expect(refusalOf(messages(shop, foreign))).resolves.toMatchObject({ status: 404 });
    const listed = await rig.ask(listConversations, {}, foreign);
    expect(listed.conversations).toEqual([]);
  });

  it('refuse what cannot be read, and keep markup as text', async () => {
    const conversation = await thread();
    const bad = await refusalOf(post(conversation, 'a\u0007b'));
    expect(bad).toMatchObject({ status: 400, code: 'validation-failed', errors: [{ path: 'content' }] });
    await expect(refusalOf(post(conversation, 'left \u202E right'))).resolves.toMatchObject({ status: 400 });
    await expect(refusalOf(post(conversation, 'x'.repeat(100_000)))).resolves.toMatchObject({ status: 400 });
    await expect(refusalOf(post(conversation, 'see', { artifacts: ['../x'] }))).resolves.toMatchObject({ status: 400 });
    const lost = await refusalOf(post(conversation, 'yes', { reply_to: createId('msg') }));
    expect(lost).toMatchObject({ status: 422, code: 'reply-to-unknown' });
    await expect(messages(conversation)).resolves.toEqual([]);
    const markup = `<img src=x onerror=alert(1)> ' OR 1=1 -- \${jndi}`;
    expect((await post(conversation, markup)).message.content).toBe(markup);
  });

  describe('with commands', () => {
    it('decide what the workflow asks, as the person who writes', async () => {
      const workflow_id = createId('wf');
      const conversation = await thread(workflow_id);
      const nothing = await refusalOf(post(conversation, 'accept'));
      expect(nothing).toMatchObject({ status: 409, code: 'nothing-to-decide' });
      const requests = ['first', 'second', 'third'].map((title, n) =>
        requestBuilder({ workflow_id, title, requested_at: new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString() }),
      );
      for (const request of requests) await rig.handled(await rig.open(request));
      const status = await post(conversation, '/status');
      expect(status.outcome?.text).toBe(
        'in_progress, 40 %, stage Design.\nWaiting for a decision:\n1. first\n2. second\n3. third',
      );
      const several = await refusalOf(post(conversation, 'accept'));
      expect(several).toMatchObject({
        status: 409,
        code: 'which-request',
        detail: expect.stringContaining('2: second'),
      });
      const viewer = callerBuilder({ role: 'operator', user_id: 'usr_op' });
      const notAllowed = await refusalOf(post(conversation, '/approve 2', {}, viewer));
      expect(notAllowed).toMatchObject({ status: 403, code: 'role-missing' });
      const { message, outcome } = await post(conversation, '/approve 2');
      expect(message.metadata).toEqual({ command: 'accept' });
      expect(outcome).toMatchObject({ command: 'accept', text: 'Recorded: approve. The workflow goes on.' });
      // Numbers stay what they were.
      await post(conversation, 'reject 3 too dear');
      await post(conversation, 'modify use PostgreSQL');
      const [first, second, third] = await Promise.all(requests.map(({ request_id }) => rig.get(request_id)));
      expect([first?.status, second?.status, third?.status]).toEqual(['modified', 'approved', 'rejected']);
      expect([first?.response?.feedback, third?.response?.feedback]).toEqual(['use PostgreSQL', 'too dear']);
      expect(second?.response?.answered_by).toBe('usr_ada');
      const late = await refusalOf(post(conversation, '/reject 2 no', {}, bob));
      expect(late).toMatchObject({ status: 409, code: 'already-answered' });
    });

    it('hold, continue, start and guide', async () => {
      const workflow_id = createId('wf');
      const conversation = await thread(workflow_id);
      const keyed = { ...ada, idempotency_key: 'pause-1' };
      const paused = await post(conversation, '/pause', {}, keyed);
      await expect(post(conversation, '/pause', {}, keyed)).resolves.toEqual(paused);
      await post(conversation, '/resume');
      await post(conversation, '/guide @tester mind the edges');
      const started = await post(conversation, '/start sdlc Build a shop');
      expect(started.outcome?.text).toMatch(/^Workflow wf_\w+ started\.$/);
      const deeds = platform.deeds.filter(({ caller }) => caller.user_id === 'usr_ada').map(({ request }) => request);
      expect(deeds).toEqual([
        { workflow_id },
        { workflow_id },
        { workflow_id, agent_id: 'tester', message: 'mind the edges' },
        { project_brief: 'Build a shop', workflow_type: 'sdlc' },
      ]);
      const free = await chat();
      const noWorkflow = await refusalOf(post(free, '/pause'));
      expect(noWorkflow).toMatchObject({ status: 422, code: 'no-workflow-here' });
    });

    it('are refused with what to write instead, and nothing is kept', async () => {
      const conversation = await thread();
      await expect(refusalOf(post(conversation, '/launch'))).resolves.toMatchObject({
        status: 422,
        code: 'unknown-command',
      });
      await expect(refusalOf(post(conversation, 'reject'))).resolves.toMatchObject({
        status: 422,
        code: 'argument-missing',
      });
      await expect(refusalOf(post(conversation, '/approve 7'))).resolves.toMatchObject({ status: 404 });
      await expect(refusalOf(post(conversation, `/approve ${createId('hitl')}`))).resolves.toMatchObject({
        status: 404,
      });
      await expect(messages(conversation)).resolves.toEqual([]);
    });

    it('have help and completion from one declaration', async () => {
      const { commands, agents } = await rig.ask(listTextCommands, {});
      const help = (await post(await thread(), '/help')).outcome?.text ?? '';
      for (const { usage, summary } of commands) expect(help).toContain(`\`${usage}\`: ${summary}`);
      expect(agents.map(({ id }) => id)).toEqual(['analyst', 'architect', 'tester']);
      const ofWorkflow = await rig.ask(listTextCommands, { workflow_id: createId('wf') });
      expect(ofWorkflow.agents).toEqual(agents);
    });
  });
});

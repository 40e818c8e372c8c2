import type { RunningService } from '@botarmy/chassis';
import {
  conversationMessageRecorded,
  createId,
  getAlertPreferences,
  getAlerts,
  getConversation,
  inviteParticipant,
  listConversations,
  listMessages,
  listShares,
  listTextCommands,
  markRead,
  openConversation,
  postMessage,
  readSharedConversation,
  removeParticipant,
  searchMessages,
  setAlertPreferences,
  shareConversation,
  talkSubject,
  withdrawShare,
} from '@botarmy/contracts';
import type { ConversationMessageView, ConversationView, LogInReply } from '@botarmy/contracts';
import { outgoingMessage, Publisher } from '@botarmy/messaging';
import { waitFor } from '@botarmy/testing';

import { send } from '../client.fixture';
import type { Sending } from '../client.fixture';
import { GatewayRig, refuse } from '../gateway.fixture';
import { LiveClient } from '../live/live-client.fixture';

const MOMENT = '2026-01-15T10:30:00.000Z';

describe('conversations at the door', () => {
  let rig: GatewayRig;
  let gateway: RunningService;
  let owner: LogInReply;
  const id = createId('conv');
  const workflow_id = createId('wf');
  const conversation: ConversationView = {
    id,
    workflow_id,
    thread: 'main',
    agent_id: null,
    title: 'A shop',
    created_by: 'usr_owner',
    created_at: MOMENT,
    last_message_at: MOMENT,
    last_seq: 3,
    unread: 0,
    participants: [],
  };
  const messageOf = (seq: number): ConversationMessageView => ({
    id: createId('msg'),
    conversation_id: id,
    seq,
    role: 'user',
    content: `number ${seq}`,
    status: 'complete',
    timestamp: MOMENT,
    author_id: 'usr_owner',
    author_name: 'Ada',
    agent_id: null,
    artifacts: [],
    attachments: [],
    reply_to: null,
    metadata: {},
  });

  beforeAll(async () => {
    rig = await GatewayRig.create();
    gateway = await rig.start();
    owner = rig.session('owner');
    rig.answer(openConversation, () => conversation);
    rig.answer(getConversation, ({ conversation_id }) =>
      conversation_id === id ? conversation : refuse(404, 'conversation-not-found'),
    );
    const posted = { message: messageOf(1), answers: [], outcome: null };
    rig.answer(postMessage, () => posted);
  });
  afterAll(() => rig.stop());

  const call = (path: string, sending: Sending = {}) => send(gateway.url + path, { bearer: owner, ...sending });

  it('are opened, listed, shown and written into', async () => {
    rig.answer(listConversations, () => ({ conversations: [conversation], next_cursor: null }));
    rig.answer(listTextCommands, () => ({ commands: [], agents: [] }));
    const opened = await call('/api/conversations', { body: { workflow_id }, headers: { 'idempotency-key': 'k1' } });
    expect([opened.status, opened.json()]).toEqual([200, conversation]);
    expect(rig.askedOf(openConversation).at(-1)?.caller.idempotency_key).toBe('k1');
    const listed = await call(`/api/conversations?workflow_id=${workflow_id}&limit=5`);
    expect(listed.json()).toEqual({ conversations: [conversation], next_cursor: null });
    expect((await call(`/api/conversations/${id}`)).json()).toEqual(conversation);
    expect((await call('/api/conversations/commands')).json()).toEqual({ commands: [], agents: [] });
    const said = await call(`/api/conversations/${id}/messages`, { body: { content: '@architect why?' } });
    expect(said.json()).toMatchObject({ message: { seq: 1 }, answers: [], outcome: null });
    expect(rig.askedOf(postMessage).at(-1)?.request).toEqual({ conversation_id: id, content: '@architect why?' });
    expect((await call('/api/conversations/conv_x')).json()).toMatchObject({
      status: 404,
      code: 'conversation-not-found',
    });
    const long = await call(`/api/conversations/${id}/messages`, { body: { content: 'x'.repeat(100_000) } });
    expect(long.json()).toMatchObject({ status: 400, code: 'validation-failed' });
    const viewer = rig.session('viewer');
    const refused = await call(`/api/conversations/${id}/messages`, { body: { content: 'hi' }, bearer: viewer });
    expect(refused.json()).toMatchObject({ status: 403, code: 'role-missing' });
  });

  it('begin when a message to an agent names no workflow', async () => {
    const answer = await call('/api/agents/message', { body: { agent_id: 'architect', message: 'Why?' } });
    expect(answer.json()).toMatchObject({ status: 'delivered', agent_response_expected: true, conversation_id: id });
    expect(rig.askedOf(openConversation).at(-1)?.request).toEqual({ agent_id: 'architect' });
    expect(rig.askedOf(postMessage).at(-1)?.request).toEqual({ conversation_id: id, content: 'Why?' });
  });

  it('are searched, and have people invited and removed', async () => {
    rig.answer(searchMessages, () => ({ hits: [], next_cursor: null }));
    await call('/api/conversations/search?text=green%20lantern&agent_id=architect');
    expect(rig.askedOf(searchMessages).at(-1)?.request).toEqual({ text: 'green lantern', agent_id: 'architect' });
    const user = createId('usr');
    rig.answer(inviteParticipant, () => ({ participants: [] }));
    rig.answer(removeParticipant, () => ({ participants: [] }));
    const path = `/api/conversations/${id}/participants/${user}`;
    await expect(call(path, { method: 'PUT' })).resolves.toMatchObject({ status: 200 });
    await expect(call(path, { method: 'DELETE' })).resolves.toMatchObject({ status: 200 });
    expect(rig.askedOf(removeParticipant)[0]?.request).toEqual({ conversation_id: id, user_id: user });
  });

  it('are exported page by page as Markdown and as JSON', async () => {
    const all = Array.from({ length: 450 }, (_, n) => messageOf(n + 1));
    rig.answer(listMessages, ({ after_seq = 0, limit = 50 }) => {
      const messages = all.slice(after_seq, after_seq + limit);
      const last = messages.at(-1)?.seq ?? 0;
      return { messages, next_cursor: last < all.length ? last : null, last_seq: all.length };
    });
    const json = await call(`/api/conversations/${id}/export?format=json`);
    expect(json.headers.get('content-disposition')).toContain(`${id}.json`);
    expect(json.json()).toEqual({ conversation, messages: all });
    const markdown = (await call(`/api/conversations/${id}/export`)).text;
    expect(markdown).toMatch(/^# A shop\n/);
    expect(markdown.match(/^> number \d+$/gm)).toHaveLength(450);
    const lost = await call(`/api/conversations/${createId('conv')}/export`);
    expect(lost.json()).toMatchObject({ status: 404, code: 'conversation-not-found' });
  });

  it('are shared by links that anybody with the secret reads, without a cookie', async () => {
    const share = {
      id: createId('shr'),
      conversation_id: id,
      created_by: 'usr_owner',
      created_at: MOMENT,
      expires_at: MOMENT,
      withdrawn_at: null,
      up_to_seq: 3,
      opened_count: 0,
      last_opened_at: null,
    };
    const token = 'a'.repeat(43);
    rig.answer(shareConversation, () => ({ ...share, token }));
    rig.answer(listShares, () => ({ shares: [share] }));
    rig.answer(withdrawShare, () => ({ withdrawn: true }));
    const shown = { title: 'A shop', shared_at: MOMENT, expires_at: MOMENT, messages: [], next_cursor: null };
    rig.answer(readSharedConversation, (request) => (request.token === token ? shown : refuse(404, 'link-not-found')));
    const made = await call(`/api/conversations/${id}/shares`, { body: { expires_in_hours: 2 } });
    expect([made.status, made.json()]).toEqual([201, { ...share, token }]);
    expect((await call(`/api/conversations/${id}/shares`)).text).not.toContain(token);
    const anybody = (body: object) => send(`${gateway.url}/api/shared/conversations`, { body });
    const read = await anybody({ token });
    expect([read.status, read.json()]).toEqual([200, shown]);
    expect(read.headers.get('set-cookie')).toBeNull();
    expect(rig.askedOf(readSharedConversation).at(-1)?.caller.user_id).toBe('anonymous');
    expect((await anybody({ token: 'b'.repeat(43) })).json()).toMatchObject({ status: 404, code: 'link-not-found' });
    expect((await anybody({ token: 'short' })).json()).toMatchObject({ status: 400, code: 'validation-failed' });
    const ended = await call(`/api/conversations/${id}/shares/${share.id}`, { method: 'DELETE' });
    expect(ended.json()).toEqual({ withdrawn: true });
    // The secret opens nothing else.
    const elsewhere = await send(`${gateway.url}/api/conversations/${id}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(elsewhere.status).toBe(401);
  });

  it('have badges, read marks and preferences', async () => {
    const counts = { total: 2, unread: 1, agents: [{ key: 'architect', count: 2 }], workflows: [] };
    const badges = { requests: counts, unread_messages: 4, conversations: [] };
    rig.answer(getAlerts, () => badges);
    rig.answer(markRead, () => ({ changed: true }));
    const wishes = {
      request_opened: 'inbox',
      request_changed: 'live',
      message_received: 'off',
      answer_ready: 'inbox',
    } as const;
    rig.answer(getAlertPreferences, () => wishes);
    rig.answer(setAlertPreferences, () => wishes);
    expect((await call('/api/alerts')).json()).toEqual(badges);
    expect((await call('/api/alerts/read', { body: { conversation_id: id, seq: 3 } })).json()).toEqual({
      changed: true,
    });
    expect((await call('/api/alerts/preferences')).json()).toEqual(wishes);
    const set = await call('/api/alerts/preferences', { method: 'PUT', body: { message_received: 'off' } });
    expect(set.json()).toEqual(wishes);
    const wrong = await call('/api/alerts/preferences', { method: 'PUT', body: { message_received: 'loud' } });
    expect(wrong.json()).toMatchObject({ status: 400, code: 'validation-failed' });
  });

  it('are live: new messages for their readers, alerts for whom they are, pieces for who follows', async () => {
    const [reader, other] = await Promise.all([
      LiveClient.connect(gateway.url, rig.session('operator')),
      LiveClient.connect(gateway.url, rig.session('viewer')),
    ]);
    reader.send({ type: 'subscribe_conversation', conversation_id: id });
    expect(await reader.frame('conversation_subscribed')).toMatchObject({ conversation_id: id, seq: 3 });
    const publisher = new Publisher(rig.service('hitl'));
    const news = { conversation_id: id, seq: 4, role: 'assistant', status: 'complete', author_id: null } as const;
    const tell = (workflow: string | null, readers: string[], alerted: string[]) => {
      const message_id = createId('msg');
      const payload = { ...news, workflow_id: workflow, message_id, agent_id: 'architect', readers, alerted };
      const details = { eventId: createId('msg'), tenantId: 'ten_default', key: [id] };
      return publisher.publish(
        outgoingMessage(conversationMessageRecorded, { ...details, payload: { ...payload, recorded_at: MOMENT } }),
      );
    };
    await tell(null, ['usr_operator'], ['usr_operator']);
    await tell(workflow_id, [], []);
    await other.frame('conversation_message', (frame) => frame['workflow_id'] === workflow_id);
    expect(other.of('conversation_message')).toHaveLength(1);
    expect(other.of('alert')).toEqual([]);
    await waitFor(() => reader.of('conversation_message').length === 2, { describe: 'both messages' });
    expect(await reader.frame('alert')).toMatchObject({ event: 'answer_ready', conversation_id: id, seq: 4 });

    const delta = {
      conversation_id: id,
      message_id: createId('msg'),
      agent_id: 'architect',
      offset: 0,
      text: 'Because',
    };
    const { connection } = rig.service('hitl');
    connection.publish(talkSubject('ten_default', id), JSON.stringify(delta));
    expect(await reader.frame('conversation_delta')).toEqual({ type: 'conversation_delta', ...delta });
    expect(other.of('conversation_delta')).toEqual([]);
    reader.send({ type: 'unsubscribe_conversation', conversation_id: id });
    await reader.frame('conversation_unsubscribed');
    other.send({ type: 'subscribe_conversation', conversation_id: createId('conv') });
    expect(await other.frame('error')).toMatchObject({ code: 'conversation-not-found' });
    reader.close();
    other.close();
  });
});

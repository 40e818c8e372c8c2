import { ConsoleTest } from '../../../testing/console-test';
import { problem } from '../../../testing/fake-api';
import { Chat } from './chat';

const routes = [
  { path: 'chat', component: Chat },
  { path: 'chat/:conversationId', component: Chat },
];
const about = { workflow_id: null, agent_id: 'architect', last_message_at: '2026-01-15T10:30:00.000Z', last_seq: 2 };
const chat = { ...about, id: 'conv_1', title: 'Architect', unread: 0 };
const said = {
  conversation_id: 'conv_1',
  status: 'complete',
  timestamp: '2026-01-15T10:30:00.000Z',
  agent_id: null,
  author_name: 'Ada',
};
const question = { ...said, id: 'msg_1', seq: 1, role: 'user', author_id: 'usr_1', content: 'Why <b>one</b> service?' };
const answer = { ...said, id: 'msg_2', seq: 2, role: 'assistant', author_id: 'usr_1', author_name: 'Architect' };
const messages = 'GET /api/conversations/conv_1/messages';
const completions = {
  commands: [{ name: 'help', usage: '/help', summary: 'List the commands.' }],
  agents: [
    { id: 'architect', name: 'Architect' },
    { id: 'tester', name: 'Tester' },
  ],
};

async function opened(): Promise<ConsoleTest> {
  const test = await ConsoleTest.create(routes, 'operator');
  test.api
    .on('GET /api/conversations', { conversations: [chat, { ...chat, id: 'conv_2', unread: 3 }], next_cursor: null })
    .on('GET /api/conversations/commands', completions)
    .on('GET /api/conversations/conv_1', chat)
    .on('POST /api/alerts/read', { changed: true })
    .on('GET /api/alerts', { unread_messages: 3 })
    .on(messages, { messages: [question, { ...answer, content: 'It is **simpler**.' }], next_cursor: null });
  return test;
}

describe('the chat', () => {
  it('lists conversations with what is unread, and begins one with an agent', async () => {
    const test = await opened();
    await test.goTo('/chat');
    expect(test.find('a', '3 unread').textContent).toContain('Architect');
    test.api.on('POST /api/conversations', ({ body }) => ({
      ...chat,
      agent_id: (body as { agent_id: string }).agent_id,
    }));
    await test.choose('select', 'tester');
    await test.click('button', 'New chat');
    expect(test.api.of('POST /api/conversations')[0]?.body).toEqual({ agent_id: 'tester' });
    await test.until(() => test.text.includes('It is simpler.'));
    expect(test.text).toContain('Why <b>one</b> service?');
    expect(test.api.of('POST /api/alerts/read')[0]?.body).toEqual({ conversation_id: 'conv_1', seq: 2 });
    expect(test.socket.sent).toContainEqual({ type: 'subscribe_conversation', conversation_id: 'conv_1' });
  });

  it('says something and shows the answer while it is written', async () => {
    const test = await opened();
    await test.goTo('/chat/conv_1');
    const next = { ...question, id: 'msg_3', seq: 3, content: 'And later?' };
    const pending = { ...answer, id: 'msg_4', seq: 4, status: 'pending', content: '' };
    test.api.on('POST /api/conversations/conv_1/messages', { message: next, answers: [pending], outcome: null });
    test.api.on(messages, { messages: [next, pending], next_cursor: null });
    await test.type('textarea', 'And later?');
    await test.click('button', 'Send');
    expect(test.text).toContain('writing…');
    const piece = { type: 'conversation_delta', conversation_id: 'conv_1', message_id: 'msg_4' };
    await test.receive({ ...piece, offset: 0, text: 'Later we' });
    await test.receive({ ...piece, offset: 30, text: 'lost' });
    await test.receive({ ...piece, offset: 8, text: ' split it' });
    await test.until(() => test.text.includes('Later we split it'));
    test.api.on(messages, {
      messages: [{ ...pending, status: 'complete', content: 'Later we split it.' }],
      next_cursor: null,
    });
    await test.receive({ type: 'conversation_message', conversation_id: 'conv_1', message_id: 'msg_4', seq: 4 });
    await test.until(() => !test.text.includes('writing…'));
    expect(test.find('[role="status"]', 'Architect answered.')).toBeDefined();
    expect(test.text).toContain('Later we split it.');
    expect(test.find<HTMLTextAreaElement>('textarea').value).toBe('');
  });

  it('says why a message was refused, and keeps it', async () => {
    const test = await opened();
    await test.goTo('/chat/conv_1');
    test.api.on('POST /api/conversations/conv_1/messages', problem(422, 'unknown-command'));
    await test.type('textarea', '/launch');
    await test.click('button', 'Send');
    expect(test.find('[role="alert"]').textContent).toContain('Detail of unknown-command.');
    expect(test.find<HTMLTextAreaElement>('textarea').value).toBe('/launch');
  });

  it('suggests commands and agents', async () => {
    const test = await opened();
    await test.goTo('/chat/conv_1');
    await test.type('textarea', '/h');
    await test.click('button', 'List the commands.');
    expect(test.find<HTMLTextAreaElement>('textarea').value).toBe('/help ');
    await test.type('textarea', 'ask @te');
    await test.click('button', '@tester');
    expect(test.find<HTMLTextAreaElement>('textarea').value).toBe('ask @tester ');
  });

  it('shows older messages, and what could not be loaded', async () => {
    const test = await opened();
    test.api.on(messages, ({ query }) =>
      query.has('before_seq')
        ? { messages: [{ ...question, id: 'msg_0', seq: 1, content: 'The oldest' }], next_cursor: null }
        : { messages: [{ ...question, seq: 2 }], next_cursor: 2 },
    );
    await test.goTo('/chat/conv_1');
    await test.click('button', 'Show older messages');
    expect(test.text).toContain('The oldest');
    test.api.on('GET /api/conversations/conv_2', problem(404, 'conversation-not-found'));
    await test.goTo('/chat/conv_2');
    expect(test.text).toContain('Detail of conversation-not-found.');
  });
});

import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CliRig, scriptedSocket } from '../cli-rig.fixture';

const asked = {
  id: 'msg_a',
  conversation_id: 'conv_a',
  seq: 1,
  role: 'user',
  content: 'Why?',
  status: 'complete',
  author_name: 'Ada',
  reply_to: null,
};
const answer = { ...asked, id: 'msg_b', seq: 2, role: 'assistant', author_name: 'Architect', reply_to: 'msg_a' };

describe('a conversation at the command line', () => {
  let rig: CliRig;
  beforeEach(() => {
    rig = new CliRig();
    rig.answer('POST /api/conversations', () => ({ id: 'conv_a' }));
  });
  afterEach(() => rig.remove());

  it('asks an agent and shows the answer once it is there', async () => {
    const pending = { ...answer, status: 'pending', content: '' };
    rig.answer('POST /api/conversations/conv_a/messages', () => ({
      message: asked,
      answers: [pending],
      outcome: null,
    }));
    const looks = [pending, { ...answer, content: 'Because\nit is simple.' }];
    rig.answer('GET /api/conversations/conv_a/messages', () => ({ messages: [looks.shift()], next_cursor: null }));
    const news = { type: 'conversation_message', conversation_id: 'conv_a', message_id: 'msg_b', seq: 2 };
    const openSocket = scriptedSocket((events) => {
      events.opened();
      events.received(JSON.stringify({ ...news, conversation_id: 'conv_other' }));
      events.received(JSON.stringify(news));
    });
    const { code, stdout } = await rig.run(['chat', 'architect', 'Why?'], { openSocket });
    expect(code).toBe(0);
    expect(stdout).toBe('Architect:\nBecause\nit is simple.\nConversation conv_a\n');
    expect(rig.requests.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['POST', '/api/conversations', { agent_id: 'architect' }],
      ['POST', '/api/conversations/conv_a/messages', { content: 'Why?' }],
      ['GET', '/api/conversations/conv_a/messages?after_seq=1&limit=1', undefined],
      ['GET', '/api/conversations/conv_a/messages?after_seq=1&limit=1', undefined],
    ]);
  });

  it('carries commands out in the thread of a workflow', async () => {
    const outcome = { command: 'accept', text: 'Recorded: approve. The workflow goes on.', data: {} };
    rig.answer('POST /api/conversations/conv_a/messages', () => ({ message: asked, answers: [], outcome }));
    const { stdout } = await rig.run(['chat', 'wf_a', '/approve 2']);
    expect(stdout).toBe('Recorded: approve. The workflow goes on.\nConversation conv_a\n');
    expect(rig.requests[0]?.body).toEqual({ workflow_id: 'wf_a' });
    rig.refuse('POST /api/conversations/conv_a/messages', 409, 'nothing-to-decide');
    const refused = await rig.run(['chat', 'conv_a', 'accept', '--json']);
    expect([refused.code, JSON.parse(refused.stdout)]).toMatchObject([5, { code: 'nothing-to-decide' }]);
  });

  it('does not wait when told so, and fails with an answer that failed', async () => {
    const failed = { ...answer, status: 'failed', content: 'The budget is used up.' };
    rig.answer('POST /api/conversations/conv_a/messages', () => ({ message: asked, answers: [failed], outcome: null }));
    const { code, stdout } = await rig.run(['chat', 'conv_a', 'Why?', '--no-wait', '--agent', 'architect']);
    expect([code, stdout]).toEqual([1, 'Architect (failed):\nThe budget is used up.\nConversation conv_a\n']);
  });

  it('is listed, searched, exported, shared and withdrawn', async () => {
    const row = {
      id: 'conv_a',
      workflow_id: 'wf_a',
      agent_id: null,
      unread: 2,
      last_message_at: 'noon',
      title: 'A shop',
    };
    rig.answer('GET /api/conversations', () => ({ conversations: [row], next_cursor: '5.conv_a' }));
    const hit = { conversation_id: 'conv_a', seq: 7, timestamp: 'noon', author_name: 'Ada' };
    const passage = [
      { text: 'by ', hit: false },
      { text: 'zeppelin', hit: true },
    ];
    rig.answer('GET /api/conversations/search', () => ({ hits: [{ ...hit, passage }], next_cursor: null }));
    rig.answer('GET /api/conversations/conv_a/export', () => new Response('# A shop\n'));
    const share = { id: 'shr_a', conversation_id: 'conv_a', up_to_seq: 7, expires_at: 'two', token: 'secret' };
    rig.answer('POST /api/conversations/conv_a/shares', () => share);
    rig.answer('DELETE /api/conversations/conv_a/shares/shr_a', () => ({ withdrawn: true }));
    expect((await rig.run(['chat', 'list', '--workflow', 'wf_a'])).stdout).toMatch(
      /^conv_a +wf_a +2 +noon +A shop$[^]*--cursor 5\.conv_a/m,
    );
    expect((await rig.run(['chat', 'search', 'zeppelin'])).stdout).toBe('conv_a 7  noon  Ada\n    by [zeppelin]\n');
    const out = join(mkdtempSync(join(tmpdir(), 'botarmy-chat-')), 'chat.md');
    await rig.run(['chat', 'export', 'conv_a', '--out', out]);
    expect(readFileSync(out, 'utf8')).toBe('# A shop\n');
    expect((await rig.run(['chat', 'share', 'conv_a', '--hours', '2'])).stdout).toContain('/shared#secret\n');
    expect((await rig.run(['chat', 'withdraw', 'conv_a', 'shr_a'])).stdout).toBe('Withdrawn.\n');
  });
});

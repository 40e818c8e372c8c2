import type { ConversationMessageView, ConversationView } from '@botarmy/contracts';

import { headingOf, messageText } from './written-down';

const conversation = { title: 'A *shop*\n# two', workflow_id: 'wf_a', created_at: 'noon' } as ConversationView;
const message = {
  author_name: 'Ada <b>',
  timestamp: 'noon',
  content: 'First\n## Bob, later\r\nlast',
  status: 'complete',
  artifacts: ['art_a'],
  attachments: [],
} as unknown as ConversationMessageView;

describe('a conversation written down', () => {
  it('quotes what was said in Markdown, so that no message looks like two', () => {
    expect(headingOf(conversation, 'markdown')).toBe('# A \\*shop\\* \\# two\n\nBegun noon, workflow `wf_a`.\n');
    expect(messageText(message, 'markdown', true)).toBe(
      '\n## Ada \\<b\\>, noon\n\n> First\n> ## Bob, later\n> last\n\n- `art_a`\n',
    );
  });

  it('is JSON as a whole', () => {
    const text = [
      headingOf(conversation, 'json'),
      messageText(message, 'json', true),
      messageText(message, 'json', false),
      '\n]}\n',
    ].join('');
    expect(JSON.parse(text)).toEqual({ conversation, messages: [message, message] });
  });

  it('says of an answer to come that it is being written', () => {
    expect(messageText({ ...message, status: 'pending', content: '' }, 'markdown', false)).toContain(
      '> (being written)',
    );
  });
});

import { ConsoleTest } from '../../../testing/console-test';
import { problem } from '../../../testing/fake-api';
import { SharedConversationPage } from './shared-conversation';

const route = 'POST /api/shared/conversations';
const times = { shared_at: '2026-01-15T10:30:00.000Z', expires_at: '2026-01-16T10:30:00.000Z' };
const message = (seq: number, content: string) => ({
  seq,
  role: seq % 2 === 0 ? 'assistant' : 'user',
  author_name: 'Ada',
  timestamp: times.shared_at,
  content,
});

describe('a shared conversation', () => {
  afterEach(() => (window.location.hash = ''));

  it('is read page by page with the secret behind the hash', async () => {
    window.location.hash = 'the-secret';
    const test = await ConsoleTest.create([{ path: 'shared', component: SharedConversationPage }], 'viewer');
    test.api.on(route, ({ body }) => {
      const isFirst = (body as { after_seq: number }).after_seq === 0;
      const messages = isFirst ? [message(1, 'Why?')] : [message(2, 'It is **simpler**.')];
      return { title: 'A shop', ...times, messages, next_cursor: isFirst ? 1 : null };
    });
    await test.goTo('/shared');
    expect(test.text).toContain('A shop');
    expect(test.text).toContain('It is simpler.');
    expect(test.api.of(route).map(({ body }) => body)).toEqual([
      { token: 'the-secret', after_seq: 0 },
      { token: 'the-secret', after_seq: 1 },
    ]);
  });

  it('says that a link shows nothing any more', async () => {
    const test = await ConsoleTest.create([{ path: 'shared', component: SharedConversationPage }], 'viewer');
    test.api.on(route, problem(404, 'link-not-found'));
    await test.goTo('/shared');
    expect(test.text).toContain('Detail of link-not-found.');
  });
});

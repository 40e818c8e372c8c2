import { TestBed } from '@angular/core/testing';

import { ConsoleTest } from '../../../testing/console-test';
import { UnreadMessages } from './unread-messages';

describe('unread messages', () => {
  it('are counted when asked and after each alert', async () => {
    const test = await ConsoleTest.create([], 'viewer');
    test.api.on('GET /api/alerts', { unread_messages: 2 });
    const unread = TestBed.inject(UnreadMessages);
    unread.refresh();
    await test.until(() => unread.count() === 2);
    test.api.on('GET /api/alerts', { unread_messages: 5 });
    await test.receive({ type: 'alert', conversation_id: 'conv_1', message_id: 'msg_1', seq: 3 });
    await test.until(() => unread.count() === 5);
    test.api.on('GET /api/alerts', new Error('away'));
    await test.receive({ type: 'alert', conversation_id: 'conv_1', message_id: 'msg_2', seq: 4 });
    expect(unread.count()).toBe(5);
  });
});

import { createWriteStream } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';

import { EXIT_CODES } from '../exit-codes';
import { renderTable } from '../terminal/table';
import type { Command } from '../tree/command';
import { UsageError } from '../usage-error';
import { closedChoice } from './closed-choice';
import { pageOf, pageOptions } from './page-options';

export const listChats: Command = {
  name: 'chat list',
  summary: 'List your conversations, the one with the newest message first',
  options: {
    workflow: { type: 'string', value: '<id>', description: 'only the threads of one workflow' },
    ...pageOptions,
  },
  async run(invocation) {
    const workflow_id = invocation.text('workflow');
    const page = await invocation.client.listConversations({
      ...(workflow_id === undefined ? {} : { workflow_id }),
      ...pageOf(invocation),
    });
    invocation.output.show(page, () => [
      ...renderTable(
        ['id', 'with', 'unread', 'last message', 'title'],
        page.conversations.map((row) => [
          row.id,
          row.workflow_id ?? row.agent_id ?? '',
          String(row.unread),
          row.last_message_at,
          row.title,
        ]),
      ),
      ...(page.next_cursor === null ? [] : ['', `More: --cursor ${page.next_cursor}`]),
    ]);
    return EXIT_CODES.ok;
  },
};

export const searchChats: Command = {
  name: 'chat search',
  summary: 'Find messages by their words, newest first',
  arguments: ['words'],
  options: {
    workflow: { type: 'string', value: '<id>', description: 'only the threads of one workflow' },
    agent: { type: 'string', value: '<id>', description: 'only messages of an agent and to it' },
    limit: { type: 'string', value: '<count>', description: 'how many to show, 1 to 50; else 20' },
    cursor: { type: 'string', value: '<cursor>', description: 'where the page before ended' },
  },
  async run(invocation) {
    const workflow_id = invocation.text('workflow');
    const agent_id = invocation.text('agent');
    const limit = invocation.count('limit', { min: 1, max: 50 });
    const cursor = invocation.text('cursor');
    const reply = await invocation.client.searchMessages({
      text: invocation.requiredArgument('words'),
      ...(workflow_id === undefined ? {} : { workflow_id }),
      ...(agent_id === undefined ? {} : { agent_id }),
      ...(limit === undefined ? {} : { limit }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    invocation.output.show(reply, () => [
      ...reply.hits.flatMap(({ conversation_id, seq, timestamp, author_name, passage }) => [
        `${conversation_id} ${seq}  ${timestamp}  ${author_name}`,
        `    ${passage
          .map(({ text, hit }) => (hit ? `[${text}]` : text))
          .join('')
          .replace(/\s+/g, ' ')}`,
      ]),
      ...(reply.hits.length === 0 ? ['Nothing found.'] : []),
      ...(reply.next_cursor === null ? [] : [`More: --cursor ${reply.next_cursor}`]),
    ]);
    return EXIT_CODES.ok;
  },
};

export const exportChat: Command = {
  name: 'chat export',
  summary: 'Save a conversation as a file',
  arguments: ['conversation-id'],
  options: {
    format: { type: 'string', value: 'markdown|json', description: 'kind of file (else markdown)' },
    out: { type: 'string', value: '<file>', description: 'where to; needed' },
  },
  async run(invocation) {
    const format = closedChoice('--format', invocation.text('format'), ['markdown', 'json'] as const) ?? 'markdown';
    const out = invocation.text('out');
    if (out === undefined) throw new UsageError('Say with --out which file to write.', exportChat.name);
    const file = resolve(out);
    const conversation_id = invocation.requiredArgument('conversation-id');
    const body = await invocation.client.exportConversation({ conversation_id, format }, { parseAs: 'stream' });
    const written = createWriteStream(file);
    await pipeline(Readable.fromWeb(body as unknown as ReadableStream), written);
    invocation.output.show({ file, bytes: written.bytesWritten }, () => [`${written.bytesWritten} bytes in ${file}`]);
    return EXIT_CODES.ok;
  },
};

export const shareChat: Command = {
  name: 'chat share',
  summary: 'Make a link that shows what was said so far to whoever has it',
  arguments: ['conversation-id'],
  options: { hours: { type: 'string', value: '<n>', description: 'how long it lasts, 1 to 720; else 24' } },
  async run(invocation) {
    const hours = invocation.count('hours', { min: 1, max: 720 });
    const share = await invocation.client.shareConversation({
      conversation_id: invocation.requiredArgument('conversation-id'),
      ...(hours === undefined ? {} : { expires_in_hours: hours }),
    });
    invocation.output.show(share, () => [
      `${invocation.client.baseUrl.replace(/\/+$/, '')}/shared#${share.token}`,
      `Shows ${share.up_to_seq} messages until ${share.expires_at}; to end it: botarmy chat withdraw ${share.conversation_id} ${share.id}`,
    ]);
    return EXIT_CODES.ok;
  },
};

export const withdrawChat: Command = {
  name: 'chat withdraw',
  summary: 'End a link to a conversation at once',
  arguments: ['conversation-id', 'share-id'],
  async run(invocation) {
    const reply = await invocation.client.withdrawShare({
      conversation_id: invocation.requiredArgument('conversation-id'),
      share_id: invocation.requiredArgument('share-id'),
    });
    invocation.output.show(reply, () => [reply.withdrawn ? 'Withdrawn.' : 'It counted no longer.']);
    return EXIT_CODES.ok;
  },
};

import { Readable } from 'node:stream';

import { Injectable } from '@nestjs/common';

import { getConversation, listMessages } from '@botarmy/contracts';
import type { Caller, ConversationView, ListMessagesReply } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { headingOf, messageText } from './written-down';
import type { ExportFormat } from './written-down';

/** Messages asked for at once: what is in memory, however long the conversation. */
const PAGE_MESSAGES = 200;
const PAGE_TIMEOUT_MS = 15_000;

/** Writes a conversation as a file, page by page, as fast as it is read. */
@Injectable()
export class ExportConversation {
  constructor(private readonly asker: Asker) {}

  /** Rejects with what refuses the first page; a later failure ends the stream without its end. */
  async run(conversation_id: string, format: ExportFormat, caller: Caller): Promise<Readable> {
    const read = (after_seq: number): Promise<ListMessagesReply> =>
      this.asker.ask(listMessages, { conversation_id, after_seq, limit: PAGE_MESSAGES }, caller, PAGE_TIMEOUT_MS);
    const conversation = await this.asker.ask(getConversation, { conversation_id }, caller);
    return Readable.from(pages(conversation, await read(0), read, format), { objectMode: false });
  }
}

async function* pages(
  conversation: ConversationView,
  first: ListMessagesReply,
  read: (afterSeq: number) => Promise<ListMessagesReply>,
  format: ExportFormat,
): AsyncGenerator<string> {
  yield headingOf(conversation, format);
  let isFirst = true;
  for (let page = first; ; page = await read(page.next_cursor)) {
    for (const message of page.messages) {
      yield messageText(message, format, isFirst);
      isFirst = false;
    }
    if (page.next_cursor === null) break;
  }
  if (format === 'json') yield '\n]}\n';
}

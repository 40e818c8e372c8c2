import { conversationMessageRecorded } from '@botarmy/contracts';
import type { ConversationMessageRecorded } from '@botarmy/contracts';
import { outgoingMessage } from '@botarmy/messaging';
import type { OutgoingMessage } from '@botarmy/messaging';

/** What the news of a message says besides its number, which the commit gives. */
export type MessageNews = Omit<ConversationMessageRecorded, 'seq'> & { readonly seq?: number };

/** The news that a message was written; its settling later is another one. */
export function writtenNews(tenantId: string, news: MessageNews): OutgoingMessage {
  return newsOf(tenantId, `${news.message_id}.written`, news);
}

/** The news that an answer is complete or was given up. */
export function settledNews(tenantId: string, news: MessageNews): OutgoingMessage {
  return newsOf(tenantId, `${news.message_id}.settled`, news);
}

function newsOf(tenantId: string, eventId: string, { seq = 1, ...news }: MessageNews): OutgoingMessage {
  return outgoingMessage(conversationMessageRecorded, {
    eventId,
    tenantId,
    key: [news.conversation_id],
    payload: { ...news, seq },
  });
}

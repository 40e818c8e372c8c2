import type {
  Caller,
  ConversationMessageView,
  ConversationParticipant,
  ConversationView,
  MessageStatus,
  ParticipantRole,
} from '@botarmy/contracts';

import type { ConversationRow, MessageRow } from './conversation.repository';

/** A conversation as one person sees it. */
export function conversationView(row: ConversationRow, { user_id }: Caller): ConversationView {
  const own = row.participants.find(({ participantId }) => participantId === user_id);
  return {
    id: row.conversationId,
    workflow_id: row.workflowId,
    thread: row.thread,
    agent_id: row.agentId,
    title: row.title,
    created_by: row.createdBy,
    created_at: row.createdAt.toISOString(),
    last_message_at: row.lastMessageAt.toISOString(),
    last_seq: row.lastSeq,
    // Who does not take part is not counted against.
    unread: own === undefined ? 0 : Math.max(0, row.lastSeq - own.readSeq),
    participants: participantViews(row),
  };
}

/** Everybody in a conversation. */
export function participantViews({ participants }: ConversationRow): ConversationParticipant[] {
  return participants.map(({ participantId, kind, name, role, joinedAt, readSeq }) => ({
    id: participantId,
    kind: kind as 'person' | 'agent',
    name,
    role: role as ParticipantRole,
    joined_at: joinedAt.toISOString(),
    read_seq: readSeq,
  }));
}

/** A message as it is shown. */
export function messageView(row: MessageRow): ConversationMessageView {
  return {
    id: row.messageId,
    conversation_id: row.conversationId,
    seq: row.seq,
    role: row.role as ConversationMessageView['role'],
    content: row.content,
    status: row.status as MessageStatus,
    timestamp: row.createdAt.toISOString(),
    author_id: row.authorId,
    author_name: row.authorName,
    agent_id: row.agentId,
    artifacts: row.artifacts,
    attachments: row.attachments,
    reply_to: row.replyTo,
    metadata: row.metadata as Record<string, unknown>,
  };
}

/** Characters of a page's texts at most: the reply has to fit one message of the broker. */
const PAGE_CHARACTERS = 200_000;

/** As many rows from one end as fit a page; at least one. */
export function fittingRows<TRow extends { readonly content: string }>(
  rows: readonly TRow[],
  from: 'start' | 'end',
): TRow[] {
  const ordered = from === 'start' ? [...rows] : [...rows].reverse();
  let characters = 0;
  const count = ordered.findIndex(({ content }) => (characters += content.length) > PAGE_CHARACTERS);
  const kept = count === -1 ? ordered : ordered.slice(0, Math.max(1, count));
  return from === 'start' ? kept : kept.reverse();
}

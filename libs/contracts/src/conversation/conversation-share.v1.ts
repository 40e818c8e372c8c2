import { defineQuestion } from '../define-question';
import { Count, Flag, Identifier, ListOf, OneOf, Text, Timestamp } from '../fields';
import { ConversationRequest } from './conversation-questions.v1';
import { LONGEST_ANSWER } from './conversation-views.v1';

const ASKED = { answeredBy: 'hitl', askedBy: ['gateway'], entity: 'conversation-share', version: 1 } as const;

/** A link that shows one conversation, up to the message that was its last when the link was made. */
export class ConversationShareView {
  @Identifier() id!: string;
  @Identifier() conversation_id!: string;
  @Identifier() created_by!: string;
  @Timestamp() created_at!: string;
  @Timestamp() expires_at!: string;
  @Timestamp({ nullable: true }) withdrawn_at!: string | null;
  /** The last message it shows. */
  @Count() up_to_seq!: number;
  @Count() opened_count!: number;
  @Timestamp({ nullable: true }) last_opened_at!: string | null;
}
/** Which conversation, and for how long. */
export class ShareConversationRequest {
  @Identifier() conversation_id!: string;
  /** Hours until the link ends; 24 where absent. */
  @Count({ min: 1, max: 720, optional: true }) expires_in_hours?: number;
}
/** The link's secret is in no later reply: only its hash is kept. */
export class ShareConversationReply extends ConversationShareView {
  @Text({ max: 64 }) token!: string;
}
/** Makes a link. */
export const shareConversation = defineQuestion({
  ...ASKED,
  verb: 'create',
  request: ShareConversationRequest,
  reply: ShareConversationReply,
  role: 'operator',
});
/** Newest first. */
export class ListSharesReply {
  @ListOf(() => ConversationShareView, { maxItems: 100 }) shares!: ConversationShareView[];
}
/** Lists the links of a conversation. */
export const listShares = defineQuestion({
  ...ASKED,
  verb: 'list',
  request: ConversationRequest,
  reply: ListSharesReply,
  role: 'operator',
});
/** Names one link. */
export class WithdrawShareRequest {
  @Identifier() conversation_id!: string;
  @Identifier() share_id!: string;
}
/** True when the link counted until now. */
export class WithdrawShareReply {
  @Flag() withdrawn!: boolean;
}
/** Ends a link at once. */
export const withdrawShare = defineQuestion({
  ...ASKED,
  verb: 'withdraw',
  request: WithdrawShareRequest,
  reply: WithdrawShareReply,
  role: 'operator',
});

/** The secret of a link; whoever holds it reads. */
export class ReadSharedConversationRequest {
  @Text({ min: 43, max: 43, pattern: /^[A-Za-z0-9_-]+$/ }) token!: string;
  @Count({ optional: true }) after_seq?: number;
  @Count({ min: 1, max: 200, optional: true }) limit?: number;
}
/** A message as a link shows it: no ids of people, workflows or artifacts. */
export class SharedMessageView {
  @Count({ min: 1 }) seq!: number;
  @OneOf(['user', 'assistant', 'system']) role!: 'user' | 'assistant' | 'system';
  @Text({ max: 200 }) author_name!: string;
  @Timestamp() timestamp!: string;
  @Text({ max: LONGEST_ANSWER }) content!: string;
}
/** One page of the shared conversation. */
export class SharedConversationReply {
  @Text({ max: 200 }) title!: string;
  @Timestamp() shared_at!: string;
  @Timestamp() expires_at!: string;
  @ListOf(() => SharedMessageView, { maxItems: 200 }) messages!: SharedMessageView[];
  @Count({ nullable: true }) next_cursor!: number | null;
}
/** Reads what a link shows; an unknown, expired or withdrawn one shows nothing. */
export const readSharedConversation = defineQuestion({
  ...ASKED,
  verb: 'read',
  request: ReadSharedConversationRequest,
  reply: SharedConversationReply,
  role: 'anonymous',
});

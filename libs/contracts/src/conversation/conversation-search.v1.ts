import { HighlightedText } from '../artifact/artifact-search.v1';
import { defineQuestion } from '../define-question';
import { Count, Identifier, ListOf, OneOf, Text, Timestamp } from '../fields';

/** Words to look for in the messages the caller may read. */
export class SearchMessagesRequest {
  /** As in a web search: words, `"a phrase"`, `or`, `-without`. */
  @Text({ min: 1, max: 300 }) text!: string;
  @Identifier({ optional: true }) conversation_id?: string;
  @Identifier({ optional: true }) workflow_id?: string;
  @Identifier({ optional: true }) agent_id?: string;
  @Count({ min: 1, max: 50, optional: true }) limit?: number;
  /** `next_cursor` of the page before. */
  @Identifier({ optional: true }) cursor?: string;
}
/** One message that was found. */
export class MessageSearchHit {
  @Identifier() message_id!: string;
  @Identifier() conversation_id!: string;
  @Identifier({ nullable: true }) workflow_id!: string | null;
  @Text({ max: 200 }) title!: string;
  @Count({ min: 1 }) seq!: number;
  @OneOf(['user', 'assistant', 'system']) role!: 'user' | 'assistant' | 'system';
  @Text({ max: 200 }) author_name!: string;
  @Identifier({ nullable: true }) agent_id!: string | null;
  @Timestamp() timestamp!: string;
  /** The best passage in order, cut into pieces; plain text, never markup. */
  @ListOf(() => HighlightedText, { maxItems: 200 }) passage!: HighlightedText[];
}
/** Newest message first. */
export class SearchMessagesReply {
  @ListOf(() => MessageSearchHit, { maxItems: 50 }) hits!: MessageSearchHit[];
  @Identifier({ nullable: true }) next_cursor!: string | null;
}
/** Full-text search over the messages the caller may read. */
export const searchMessages = defineQuestion({
  answeredBy: 'hitl',
  askedBy: ['gateway'],
  entity: 'conversation',
  verb: 'search',
  version: 1,
  request: SearchMessagesRequest,
  reply: SearchMessagesReply,
  role: 'viewer',
});

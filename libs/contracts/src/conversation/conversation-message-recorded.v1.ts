import { defineEvent } from '../define-message';
import { Count, Identifier, OneOf, TextList, Timestamp } from '../fields';
import { MESSAGE_STATUSES } from './conversation-views.v1';
import type { MessageStatus } from './conversation-views.v1';

/** A message was written or an answer settled; the text itself stays in its table. */
export class ConversationMessageRecorded {
  @Identifier() conversation_id!: string;
  @Identifier({ nullable: true }) workflow_id!: string | null;
  @Identifier() message_id!: string;
  @Count({ min: 1 }) seq!: number;
  @OneOf(['user', 'assistant', 'system']) role!: 'user' | 'assistant' | 'system';
  @OneOf(MESSAGE_STATUSES) status!: MessageStatus;
  @Identifier({ nullable: true }) author_id!: string | null;
  @Identifier({ nullable: true }) agent_id!: string | null;
  /** The users who may read it; empty for a workflow's thread, which everybody of the tenant may. */
  @TextList({ maxItems: 200, max: 128 }) readers!: string[];
  /** The users to alert, by what they want to hear of. */
  @TextList({ maxItems: 200, max: 128 }) alerted!: string[];
  @Timestamp() recorded_at!: string;
}
/** News for whoever shows conversations. */
export const conversationMessageRecorded = defineEvent({
  entity: 'conversation-message',
  verb: 'recorded',
  version: 1,
  key: ['conversation_id'],
  payload: ConversationMessageRecorded,
  producers: ['hitl'],
  description: 'A message of a conversation was written, or an answer was completed or given up.',
});

import { defineEvent } from '../define-message';
import { Identifier, OneOf, Timestamp } from '../fields';

/** A link to a conversation was made or withdrawn. */
export class ConversationShareChanged {
  @Identifier() share_id!: string;
  @Identifier() conversation_id!: string;
  @OneOf(['created', 'withdrawn']) change!: 'created' | 'withdrawn';
  @Identifier() changed_by!: string;
  @Timestamp() expires_at!: string;
  @Timestamp() changed_at!: string;
}
/** For the audit trail: who let whoever has the link read what, until when. */
export const conversationShareChanged = defineEvent({
  entity: 'conversation-share',
  verb: 'changed',
  version: 1,
  key: ['conversation_id'],
  payload: ConversationShareChanged,
  producers: ['hitl'],
  description: 'A link that shows a conversation was made or withdrawn.',
});

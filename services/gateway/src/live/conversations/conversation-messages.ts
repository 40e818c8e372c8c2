import { Identifier, OneOf } from '@botarmy/contracts';

/** Follow a conversation: the pieces of answers while they are written. */
export class SubscribeConversationMessage {
  @OneOf(['subscribe_conversation']) type!: 'subscribe_conversation';
  @Identifier() conversation_id!: string;
}

/** Follow a conversation no longer. */
export class UnsubscribeConversationMessage {
  @OneOf(['unsubscribe_conversation']) type!: 'unsubscribe_conversation';
  @Identifier() conversation_id!: string;
}

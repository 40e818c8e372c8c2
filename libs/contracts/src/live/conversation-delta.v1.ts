import { Count, Identifier, Text } from '../fields';

/**
 * A piece of an agent's answer in a conversation while it is written; may be dropped, the settled message repairs it. Travels on
 * `talk.<tenant>.<conversation>` without any store. An empty piece takes back what stood at its offset and behind.
 */
export class ConversationDelta {
  @Identifier() conversation_id!: string;
  @Identifier() message_id!: string;
  @Identifier() agent_id!: string;
  /** Position of `text` in the whole answer, in UTF-16 code units. */
  @Count() offset!: number;
  @Text({ max: 65_536 }) text!: string;
}

import { Count, Identifier, LONGEST_MESSAGE, OneOf, Text, TextList } from '@botarmy/contracts';

/** Which messages of a conversation; the newest where nothing is said. */
export class MessagesQuery {
  @Count({ min: 1, optional: true }) before_seq?: number;
  @Count({ optional: true }) after_seq?: number;
  @Identifier({ optional: true }) agent_id?: string;
  @Count({ min: 1, max: 200, optional: true }) limit?: number;
}

/** What somebody says. */
export class PostMessageBody {
  @Text({ min: 1, max: LONGEST_MESSAGE }) content!: string;
  @Identifier({ optional: true }) agent_id?: string;
  @TextList({ maxItems: 20, max: 64, optional: true }) artifacts?: string[];
  @TextList({ maxItems: 10, max: 64, optional: true }) attachments?: string[];
  @Identifier({ optional: true }) reply_to?: string;
}

/** In which form a conversation is written down; `markdown` where absent. */
export class ExportConversationQuery {
  @OneOf(['markdown', 'json'], { optional: true }) format?: 'markdown' | 'json';
}

/** How long a link lasts. */
export class ShareBody {
  @Count({ min: 1, max: 720, optional: true }) expires_in_hours?: number;
}

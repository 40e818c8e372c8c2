/** A thread of a workflow, or a free conversation with an agent. */
export interface Conversation {
  readonly id: string;
  readonly workflow_id: string | null;
  readonly agent_id: string | null;
  readonly title: string;
  readonly last_message_at: string;
  readonly last_seq: number;
  readonly unread: number;
}

/** One message; an answer is `pending` while its agent writes it. */
export interface Message {
  readonly id: string;
  readonly conversation_id: string;
  readonly seq: number;
  readonly role: 'user' | 'assistant' | 'system';
  readonly content: string;
  readonly status: 'pending' | 'complete' | 'failed';
  readonly timestamp: string;
  readonly author_id: string | null;
  readonly author_name: string;
  readonly agent_id: string | null;
}

/** A page of messages, oldest first. */
export interface MessagePage {
  readonly messages: readonly Message[];
  readonly next_cursor: number | null;
}

/** A page of conversations, the newest message first. */
export interface ConversationPage {
  readonly conversations: readonly Conversation[];
  readonly next_cursor: string | null;
}

/** A command people may write. */
export interface TextCommand {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
}

/** What completes a message. */
export interface Completions {
  readonly commands: readonly TextCommand[];
  readonly agents: readonly { readonly id: string; readonly name: string }[];
}

/** What a link shows. */
export interface SharedConversation {
  readonly title: string;
  readonly shared_at: string;
  readonly expires_at: string;
  readonly messages: readonly Pick<Message, 'seq' | 'role' | 'author_name' | 'timestamp' | 'content'>[];
  readonly next_cursor: number | null;
}

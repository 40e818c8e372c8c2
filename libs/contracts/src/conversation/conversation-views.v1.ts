import { Count, Flag, Identifier, JsonObject, ListOf, OneOf, Text, TextList, Timestamp } from '../fields';

/** Most characters a person writes at once. */
export const LONGEST_MESSAGE = 16_000;
/** Most characters of an agent's answer that are kept. */
export const LONGEST_ANSWER = 100_000;

/** What somebody is in a conversation: `owner` began it, a `member` writes, a `reader` has looked at it, an `agent` answers. */
export const PARTICIPANT_ROLES = ['owner', 'member', 'reader', 'agent'] as const;
/** Role of a participant. */
export type ParticipantRole = (typeof PARTICIPANT_ROLES)[number];

/** A person or an agent of a conversation. */
export class ConversationParticipant {
  /** Id of a user or of an agent. */
  @Identifier() id!: string;
  @OneOf(['person', 'agent']) kind!: 'person' | 'agent';
  @Text({ max: 200 }) name!: string;
  @OneOf(PARTICIPANT_ROLES) role!: ParticipantRole;
  @Timestamp() joined_at!: string;
  /** The last message the person has seen; 0 for agents. */
  @Count() read_seq!: number;
}

/** A thread of a workflow, or a free conversation with agents. */
export class ConversationView {
  @Identifier() id!: string;
  /** The workflow it belongs to: everybody who may see the workflow reads it. Null: its participants alone do. */
  @Identifier({ nullable: true }) workflow_id!: string | null;
  /** Name of the thread within its workflow. */
  @Text({ max: 63, nullable: true }) thread!: string | null;
  /** The agent that answers when a message names none. */
  @Identifier({ nullable: true }) agent_id!: string | null;
  @Text({ max: 200 }) title!: string;
  @Identifier() created_by!: string;
  @Timestamp() created_at!: string;
  @Timestamp() last_message_at!: string;
  /** Number of its last message; the first has 1. */
  @Count() last_seq!: number;
  /** Messages of others that the caller has not seen. */
  @Count() unread!: number;
  @ListOf(() => ConversationParticipant, { maxItems: 200 }) participants!: ConversationParticipant[];
}

/** What became of an answer: it is being written, it is there, or it could not be given. */
export const MESSAGE_STATUSES = ['pending', 'complete', 'failed'] as const;
/** Status of a message. */
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

/** One message (specification §6.1.2). */
export class ConversationMessageView {
  @Identifier() id!: string;
  @Identifier() conversation_id!: string;
  /** 1 for the first message of the conversation. */
  @Count({ min: 1 }) seq!: number;
  @OneOf(['user', 'assistant', 'system']) role!: 'user' | 'assistant' | 'system';
  /** Plain text or Markdown; never trusted markup. */
  @Text({ max: LONGEST_ANSWER }) content!: string;
  @OneOf(MESSAGE_STATUSES) status!: MessageStatus;
  @Timestamp() timestamp!: string;
  /** The person who wrote or caused it. */
  @Identifier({ nullable: true }) author_id!: string | null;
  @Text({ max: 200 }) author_name!: string;
  /** The agent that answers. */
  @Identifier({ nullable: true }) agent_id!: string | null;
  /** Ids of artifacts it refers to. */
  @TextList({ maxItems: 20, max: 64 }) artifacts!: string[];
  /** Ids of uploads that came with it. */
  @TextList({ maxItems: 10, max: 64 }) attachments!: string[];
  /** The message it answers. */
  @Identifier({ nullable: true }) reply_to!: string | null;
  @JsonObject() metadata!: Record<string, unknown>;
}

/** What a text command did. */
export class CommandOutcome {
  @Text({ max: 40 }) command!: string;
  /** Sentence for people; it is also the content of the message that records it. */
  @Text({ max: 20_000 }) text!: string;
  @JsonObject() data!: Record<string, unknown>;
}

/** A command people write into a conversation. */
export class TextCommandView {
  @Text({ max: 40 }) name!: string;
  @TextList({ max: 40 }) aliases!: string[];
  /** True when it also counts without a slash, as the first word in a workflow's thread. */
  @Flag() bare!: boolean;
  /** How it is written, e.g. `/reject [request] <reason>`. */
  @Text({ max: 200 }) usage!: string;
  @Text({ max: 300 }) summary!: string;
  /** Least role of the person who writes it. */
  @Text({ max: 40 }) role!: string;
  @ListOf(() => TextCommandArgument, { maxItems: 5 }) arguments!: TextCommandArgument[];
}
/** One argument, for help and completion. */
export class TextCommandArgument {
  @Text({ max: 40 }) name!: string;
  /** What completes it: open requests, agents, processes, or nothing. */
  @OneOf(['request', 'agent', 'process', 'text']) kind!: 'request' | 'agent' | 'process' | 'text';
  @Flag() required!: boolean;
}

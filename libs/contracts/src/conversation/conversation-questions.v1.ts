import { defineQuestion } from '../define-question';
import { Count, Identifier, ListOf, Nested, Text, TextList } from '../fields';
import {
  CommandOutcome,
  ConversationMessageView,
  ConversationParticipant,
  ConversationView,
  LONGEST_MESSAGE,
  TextCommandView,
} from './conversation-views.v1';

const ASKED = { answeredBy: 'hitl', askedBy: ['gateway'], entity: 'conversation', version: 1 } as const;

/** A thread of a workflow, or a free conversation with an agent. */
export class OpenConversationRequest {
  @Identifier({ optional: true }) workflow_id?: string;
  /** Name of the thread; `main` where absent. A thread that is there already is returned. */
  @Text({ max: 63, pattern: /^[a-z0-9][a-z0-9-]{0,62}$/, optional: true }) thread?: string;
  @Identifier({ optional: true }) agent_id?: string;
  @Text({ max: 200, optional: true }) title?: string;
}
/** Opens a conversation; the same thread of a workflow is the same conversation. */
export const openConversation = defineQuestion({
  ...ASKED,
  verb: 'open',
  request: OpenConversationRequest,
  reply: ConversationView,
  role: 'operator',
});

/** Which conversations to list. */
export class ListConversationsRequest {
  @Identifier({ optional: true }) workflow_id?: string;
  /** Those in which this agent takes part. */
  @Identifier({ optional: true }) agent_id?: string;
  @Count({ min: 1, max: 100, optional: true }) limit?: number;
  @Text({ max: 64, pattern: /^\d{1,15}\.conv_[a-z0-9]{26}$/, optional: true }) cursor?: string;
}
/** The one with the newest message first. */
export class ListConversationsReply {
  @ListOf(() => ConversationView, { maxItems: 100 }) conversations!: ConversationView[];
  @Text({ max: 64, nullable: true }) next_cursor!: string | null;
}
/** Lists conversations the caller may read. */
export const listConversations = defineQuestion({
  ...ASKED,
  verb: 'list',
  request: ListConversationsRequest,
  reply: ListConversationsReply,
  role: 'viewer',
});

/** Names one conversation. */
export class ConversationRequest {
  @Identifier() conversation_id!: string;
}
/** Shows one conversation. */
export const getConversation = defineQuestion({
  ...ASKED,
  verb: 'get',
  request: ConversationRequest,
  reply: ConversationView,
  role: 'viewer',
});

/** Which messages: the newest, those before a number, or those after one. */
export class ListMessagesRequest {
  @Identifier() conversation_id!: string;
  @Count({ min: 1, optional: true }) before_seq?: number;
  @Count({ optional: true }) after_seq?: number;
  /** Only messages of this agent and those that ask it. */
  @Identifier({ optional: true }) agent_id?: string;
  @Count({ min: 1, max: 200, optional: true }) limit?: number;
}
/** Oldest first; a page ends early where its texts are long. */
export class ListMessagesReply {
  @ListOf(() => ConversationMessageView, { maxItems: 200 }) messages!: ConversationMessageView[];
  /** Where the next page goes on, in the direction that was asked for; null at the end. */
  @Count({ nullable: true }) next_cursor!: number | null;
  @Count() last_seq!: number;
}
/** Reads messages of a conversation page by page. */
export const listMessages = defineQuestion({
  ...ASKED,
  verb: 'list-messages',
  request: ListMessagesRequest,
  reply: ListMessagesReply,
  role: 'viewer',
});

/** Says something; agents that are mentioned or named answer, commands are carried out. */
export class PostMessageRequest {
  @Identifier() conversation_id!: string;
  @Text({ min: 1, max: LONGEST_MESSAGE }) content!: string;
  /** The agent to answer, besides those mentioned as `@agent`. */
  @Identifier({ optional: true }) agent_id?: string;
  @TextList({ maxItems: 20, max: 64, optional: true }) artifacts?: string[];
  @TextList({ maxItems: 10, max: 64, optional: true }) attachments?: string[];
  @Identifier({ optional: true }) reply_to?: string;
}
/** What was recorded. */
export class PostMessageReply {
  @Nested(() => ConversationMessageView) message!: ConversationMessageView;
  /** Answers to come; each is complete once its agent has written it. */
  @ListOf(() => ConversationMessageView, { maxItems: 5 }) answers!: ConversationMessageView[];
  /** What the command did; null for a message that is none. */
  @Nested(() => CommandOutcome, { nullable: true }) outcome!: CommandOutcome | null;
}
/** Posts a message. */
export const postMessage = defineQuestion({
  ...ASKED,
  verb: 'post-message',
  request: PostMessageRequest,
  reply: PostMessageReply,
  role: 'operator',
});

/** For which conversation completion is wanted. */
export class ListTextCommandsRequest {
  @Identifier({ optional: true }) workflow_id?: string;
}
/** An agent that can be mentioned. */
export class MentionableAgent {
  @Identifier() id!: string;
  @Text({ max: 100 }) name!: string;
}
/** Help and completion, from the declaration the parser reads. */
export class ListTextCommandsReply {
  @ListOf(() => TextCommandView, { maxItems: 50 }) commands!: TextCommandView[];
  @ListOf(() => MentionableAgent, { maxItems: 200 }) agents!: MentionableAgent[];
}
/** Lists the commands a person may write. */
export const listTextCommands = defineQuestion({
  ...ASKED,
  verb: 'list-commands',
  request: ListTextCommandsRequest,
  reply: ListTextCommandsReply,
  role: 'viewer',
});

/** Who is to read and write a free conversation. */
export class InviteParticipantRequest {
  @Identifier() conversation_id!: string;
  @Identifier() user_id!: string;
}
/** Everybody in the conversation now. */
export class ParticipantsReply {
  @ListOf(() => ConversationParticipant, { maxItems: 200 }) participants!: ConversationParticipant[];
}
/** Lets somebody into a free conversation; only its owner may. */
export const inviteParticipant = defineQuestion({
  ...ASKED,
  verb: 'invite',
  request: InviteParticipantRequest,
  reply: ParticipantsReply,
  role: 'operator',
});
/** Takes somebody out of a free conversation: its owner anybody else, everybody themselves. */
export const removeParticipant = defineQuestion({
  ...ASKED,
  verb: 'remove-participant',
  request: InviteParticipantRequest,
  reply: ParticipantsReply,
  role: 'operator',
});

import { defineQuestion } from '../define-question';
import { Identifier, OneOf, Text } from '../fields';
import { LONGEST_ANSWER, LONGEST_MESSAGE, MESSAGE_STATUSES } from './conversation-views.v1';
import type { MessageStatus } from './conversation-views.v1';

/** One exchange with one agent; the caller's idempotency key names it. */
export class ConverseRequest {
  @Identifier() agent_id!: string;
  /** What the client calls the conversation: the same name of the same person is the same one. */
  @Text({ min: 1, max: 200 }) thread!: string;
  @Text({ min: 1, max: LONGEST_MESSAGE }) content!: string;
}
/** The answer, or the outcome of a command. */
export class ConverseReply {
  @Identifier() conversation_id!: string;
  @Identifier() message_id!: string;
  /** The message that holds the answer. */
  @Identifier() answer_id!: string;
  @OneOf(MESSAGE_STATUSES) status!: MessageStatus;
  @Text({ max: LONGEST_ANSWER }) text!: string;
}
/** Says something to an agent and streams its answer; who is cut off asks again under the same key and gets it. */
export const converse = defineQuestion({
  answeredBy: 'hitl',
  askedBy: ['gateway'],
  entity: 'conversation',
  verb: 'converse',
  version: 1,
  request: ConverseRequest,
  reply: ConverseReply,
  role: 'operator',
  streamed: true,
});

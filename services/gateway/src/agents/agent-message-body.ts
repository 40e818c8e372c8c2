import { Identifier, Nested, Text } from '@botarmy/contracts';

/** What a message to an agent is about. */
export class AgentMessageContext {
  @Identifier({ optional: true }) stage?: string;
}

/** Specification §7.2.2, the body of `POST /api/agents/message`. */
export class AgentMessageBody {
  @Identifier() agent_id!: string;
  @Text({ min: 1, max: 4_000 }) message!: string;
  /** The workflow whose next attempt of this agent is to heed the message. */
  @Identifier({ optional: true }) workflow_id?: string;
  @Nested(() => AgentMessageContext, { optional: true }) context?: AgentMessageContext;
}

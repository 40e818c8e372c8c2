import { Controller, Get, HttpCode, Post } from '@nestjs/common';

import {
  AgentStatusView,
  getAgentStatus,
  messageAgent,
  MessageAgentReply,
  openConversation,
  postMessage,
} from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { PathName, ShapedBody, ShapedQuery } from '../http/parameters';
import { Describes } from '../openapi/describes.decorator';
import { AgentMessageBody } from './agent-message-body';
import { AgentStatusQuery } from './agent-status-query';

/** Specification §7.2.2. */
@Controller('api/agents')
export class AgentsController {
  constructor(private readonly asker: Asker) {}

  @Get(':agent_id/status')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'getAgentStatus',
    summary: 'What an agent is doing, in its newest running workflow or in a given one',
    parameters: ['agent_id'],
    query: AgentStatusQuery,
    reply: AgentStatusView,
    problems: { 404: ['unknown-agent', 'workflow-not-found'] },
  })
  status(
    @PathName('agent_id') agent_id: string,
    @ShapedQuery(AgentStatusQuery) query: AgentStatusQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<AgentStatusView> {
    return this.asker.ask(getAgentStatus, { agent_id, ...query }, caller);
  }

  @Post('message')
  @HttpCode(200)
  @RequiresRole('operator')
  @Describes({
    operationId: 'messageAgent',
    summary: 'Tell an agent what to heed in its next attempt, or without a workflow begin a conversation with it',
    body: AgentMessageBody,
    reply: MessageAgentReply,
    isCommand: true,
    problems: {
      404: ['workflow-not-found', 'unknown-agent'],
      409: ['workflow-ended', 'too-much-guidance', 'another code of the engine'],
      422: ['unknown-agent'],
    },
  })
  message(
    @ShapedBody(AgentMessageBody) { agent_id, message, workflow_id, context }: AgentMessageBody,
    @CurrentCaller() caller: Caller,
  ): Promise<MessageAgentReply> {
    if (workflow_id === undefined) return this.talk(agent_id, message, caller);
    const about = context?.stage === undefined ? message : `About the stage ${context.stage}: ${message}`;
    return this.asker.ask(messageAgent, { workflow_id, agent_id, message: about.slice(0, 4_000) }, caller);
  }

  /** Without a workflow the message begins a conversation, in which the agent answers. */
  private async talk(agent_id: string, content: string, caller: Caller): Promise<MessageAgentReply> {
    const { id: conversation_id } = await this.asker.ask(openConversation, { agent_id }, caller);
    const { message } = await this.asker.ask(postMessage, { conversation_id, content }, caller);
    return { message_id: message.id, status: 'delivered', agent_response_expected: true, conversation_id };
  }
}

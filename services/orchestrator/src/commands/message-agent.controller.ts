import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { createId, messageAgent, MessageAgentRequest } from '@botarmy/contracts';
import type { Caller, MessageAgentReply } from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';
import { isAwaited } from '@botarmy/process-engine';

import { RunControl } from './run-control';

/** Guidance for agents (specification §7.2.2). */
@Controller()
export class MessageAgentController {
  constructor(private readonly control: RunControl) {}

  @Answers(messageAgent)
  message(@Payload() request: MessageAgentRequest, @AskedBy() caller: Caller): Promise<MessageAgentReply> {
    const { agent_id, message: text } = request;
    const message_id = createId('msg');
    const command = { type: 'give-guidance', message_id, agent_id, text, given_by: caller.user_id } as const;
    return this.control.run(command, request, caller, ({ workflow: { state, process } }) => ({
      message_id,
      status: 'delivered',
      agent_response_expected: isAwaited(agent_id, state, process),
    }));
  }
}

import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { getOrchestratorOverview, getWorkflowStatus, listTextCommands, postMessage } from '@botarmy/contracts';
import type {
  Caller,
  ListTextCommandsReply,
  ListTextCommandsRequest,
  PostMessageReply,
  PostMessageRequest,
} from '@botarmy/contracts';
import { Answers, AskedBy, Asker } from '@botarmy/messaging';

import { commandViews } from '../commands/text-commands';
import { PostMessage } from './post-message';

/** Takes messages and says what can be written. */
@Controller()
export class MessageController {
  constructor(
    private readonly posting: PostMessage,
    private readonly asker: Asker,
  ) {}

  @Answers(postMessage)
  post(@Payload() request: PostMessageRequest, @AskedBy() caller: Caller): Promise<PostMessageReply> {
    return this.posting.post(request, caller);
  }

  @Answers(listTextCommands)
  async commands(
    @Payload() { workflow_id }: ListTextCommandsRequest,
    @AskedBy() caller: Caller,
  ): Promise<ListTextCommandsReply> {
    const { agents } =
      workflow_id === undefined
        ? await this.asker.ask(getOrchestratorOverview, {}, caller)
        : await this.asker.ask(getWorkflowStatus, { workflow_id }, caller);
    return { commands: commandViews(), agents: agents.map(({ id, name }) => ({ id, name })) };
  }
}

import { Injectable } from '@nestjs/common';

import type { Caller } from '@botarmy/contracts';

import { conversationNotFound } from './conversation-problems';
import { ConversationRepository } from './conversation.repository';
import type { ConversationRow } from './conversation.repository';

/** Conversations as far as somebody may read them: a workflow's by everybody of the tenant, a free one by who takes part. */
@Injectable()
export class ReadableConversations {
  constructor(private readonly conversations: ConversationRepository) {}

  /** @throws {Problem} 404 also for what belongs to others. */
  async require(conversationId: string, caller: Caller): Promise<ConversationRow> {
    const found = await this.conversations.find(caller.tenant_id, conversationId);
    if (found === undefined || !mayRead(found, caller)) throw conversationNotFound();
    return found;
  }
}

function mayRead({ workflowId, participants }: ConversationRow, { user_id }: Caller): boolean {
  return workflowId !== null || participants.some(({ participantId }) => participantId === user_id);
}

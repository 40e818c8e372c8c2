import { Injectable } from '@nestjs/common';

import { Database } from '@botarmy/chassis';
import type { Caller } from '@botarmy/contracts';
import type { OutgoingMessage } from '@botarmy/messaging';

import type { NewMessage, NewParticipant } from './new-message';

/** A conversation to begin. */
export interface Opening {
  readonly conversation_id: string;
  readonly workflow_id: string | null;
  readonly thread: string | null;
  readonly agent_id: string | null;
  readonly title: string;
  readonly open_key: string | null;
}

/** Messages to add at once, the author's own first. */
export interface Addition {
  readonly tenantId: string;
  readonly conversationId: string;
  readonly items: readonly NewMessage[];
  readonly participants: readonly NewParticipant[];
  /** One per item. */
  readonly news: readonly OutgoingMessage[];
  readonly at: Date;
}

/** What became of an addition. */
export interface AdditionOutcome {
  readonly outcome: 'added' | 'repeated' | 'key-reused' | 'unknown';
  readonly first_seq: number;
}

/** Writes conversations: every call is one function, one round trip, one commit. */
@Injectable()
export class ConversationStore {
  constructor(private readonly database: Database) {}

  /** Begins a conversation, or finds the one that is meant; returns its id. */
  async open({ tenant_id, user_id, user_name }: Caller, opening: Opening, at: Date): Promise<string> {
    const [row] = await this.database.call<{ conversation_id: string }>(
      'conversation_open',
      tenant_id,
      JSON.stringify(opening),
      user_id,
      user_name,
      at,
    );
    if (row === undefined) throw new Error('conversation_open returned nothing');
    return row.conversation_id;
  }

  async add({ tenantId, conversationId, items, participants, news, at }: Addition): Promise<AdditionOutcome> {
    const [row] = await this.database.call<{ outcome: AdditionOutcome['outcome']; first_seq: number }>(
      'conversation_add',
      tenantId,
      conversationId,
      JSON.stringify(items),
      JSON.stringify(participants),
      JSON.stringify(news),
      at,
    );
    return row ?? { outcome: 'unknown', first_seq: 0 };
  }

  async invite(tenantId: string, conversationId: string, userId: string, name: string, at: Date): Promise<void> {
    await this.database.call('conversation_invite', tenantId, conversationId, userId, name, at);
  }

  async leave(tenantId: string, conversationId: string, userId: string): Promise<void> {
    await this.database.call('conversation_leave', tenantId, conversationId, userId);
  }

  /** True when the person had not read that far. */
  async read({ tenant_id, user_id, user_name }: Caller, conversationId: string, seq: number | null, at: Date) {
    const [row] = await this.database.call<{ changed: boolean }>(
      'conversation_read',
      tenant_id,
      conversationId,
      user_id,
      user_name,
      seq,
      at,
    );
    return row?.changed === true;
  }
}

import { createHash } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import { Database } from '@botarmy/chassis';
import { conversationShareChanged } from '@botarmy/contracts';
import type { ConversationShareChanged } from '@botarmy/contracts';
import { outgoingMessage } from '@botarmy/messaging';
import type { OutgoingMessage } from '@botarmy/messaging';

/** A link to make; its secret is given back once and kept nowhere. */
export interface NewShare {
  readonly shareId: string;
  readonly conversationId: string;
  readonly token: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** What a link shows. */
export interface OpenedShare extends Record<string, unknown> {
  readonly tenant_id: string;
  readonly conversation_id: string;
  readonly title: string;
  readonly up_to_seq: number;
  readonly created_at: Date;
  readonly expires_at: Date;
}

/** Writes links; making and withdrawing one is told to the audit trail in the same commit. */
@Injectable()
export class ShareStore {
  constructor(private readonly database: Database) {}

  /** Returns the number of the last message the link shows. */
  async create(tenantId: string, share: NewShare): Promise<number> {
    const { shareId, conversationId, token, createdBy, createdAt, expiresAt } = share;
    const row = {
      share_id: shareId,
      conversation_id: conversationId,
      token_hash: hashOf(token),
      created_by: createdBy,
      created_at: createdAt,
      expires_at: expiresAt,
    };
    const news = changedNews(tenantId, {
      share_id: shareId,
      conversation_id: conversationId,
      change: 'created',
      changed_by: createdBy,
      expires_at: expiresAt.toISOString(),
      changed_at: createdAt.toISOString(),
    });
    const [made] = await this.database.call<{ up_to_seq: number }>(
      'conversation_share_create',
      tenantId,
      JSON.stringify(row),
      JSON.stringify([news]),
    );
    return made?.up_to_seq ?? 0;
  }

  /** False when the link counted no longer. */
  async withdraw(tenantId: string, change: Omit<ConversationShareChanged, 'change'>, at: Date): Promise<boolean> {
    const { conversation_id, share_id } = change;
    const news = changedNews(tenantId, { ...change, change: 'withdrawn' });
    const [row] = await this.database.call<{ withdrawn: boolean }>(
      'conversation_share_withdraw',
      tenantId,
      conversation_id,
      share_id,
      at,
      JSON.stringify([news]),
    );
    return row?.withdrawn === true;
  }

  /** What the link of a secret shows now; undefined when it is unknown, over or withdrawn. Its first page counts as opening it. */
  async open(token: string, now: Date, isFirstPage: boolean): Promise<OpenedShare | undefined> {
    const [row] = await this.database.call<OpenedShare>('conversation_share_open', hashOf(token), now, isFirstPage);
    return row;
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function changedNews(tenantId: string, payload: ConversationShareChanged): OutgoingMessage {
  return outgoingMessage(conversationShareChanged, {
    eventId: `${payload.share_id}.${payload.change}`,
    tenantId,
    key: [payload.conversation_id],
    payload,
  });
}

import { Injectable } from '@nestjs/common';

import { inTenant } from '@botarmy/chassis';

import { PrismaClient } from '../../generated/prisma/client';
import type { Conversation, ConversationMessage, ConversationParticipant, Prisma } from '../../generated/prisma/client';

/** A conversation with everybody in it. */
export type ConversationRow = Conversation & { readonly participants: readonly ConversationParticipant[] };
/** A message without what only the database needs. */
export type MessageRow = ConversationMessage;

/** Where a page of conversations goes on. */
export interface ConversationCursor {
  readonly lastMessageAt: Date;
  readonly conversationId: string;
}

/** Which messages of a conversation. */
export interface MessageRange {
  readonly before?: number | undefined;
  readonly after?: number | undefined;
  readonly upTo?: number | undefined;
  readonly agentId?: string | undefined;
  readonly limit: number;
}

const PARTICIPANTS = {
  participants: { orderBy: [{ joinedAt: 'asc' }, { participantId: 'asc' }], take: 200 },
} as const satisfies Prisma.ConversationInclude;

/** Reads conversations. */
@Injectable()
export class ConversationRepository {
  constructor(private readonly prisma: PrismaClient) {}

  async find(tenantId: string, conversationId: string): Promise<ConversationRow | undefined> {
    const row = await inTenant(this.prisma, tenantId, (transaction) =>
      transaction.conversation.findUnique({
        where: { tenantId_conversationId: { tenantId, conversationId } },
        include: PARTICIPANTS,
      }),
    );
    return row ?? undefined;
  }

  /** One page of those the person may read, the newest message first. */
  async list(
    tenantId: string,
    userId: string,
    filter: { readonly workflowId: string | undefined; readonly agentId: string | undefined },
    page: { readonly limit: number; readonly after: ConversationCursor | undefined },
  ): Promise<{ rows: ConversationRow[]; hasMore: boolean }> {
    const takesPart = { participants: { some: { participantId: userId } } };
    const { workflowId, agentId } = filter;
    const matching: Prisma.ConversationWhereInput[] = [
      { tenantId, OR: [{ workflowId: { not: null } }, takesPart] },
      ...(workflowId === undefined ? [] : [{ workflowId }]),
      ...(agentId === undefined ? [] : [{ participants: { some: { participantId: agentId } } }]),
      ...(page.after === undefined ? [] : [isOlderThan(page.after)]),
    ];
    const rows = await inTenant(this.prisma, tenantId, (transaction) =>
      transaction.conversation.findMany({
        where: { AND: matching },
        include: PARTICIPANTS,
        orderBy: [{ lastMessageAt: 'desc' }, { conversationId: 'desc' }],
        take: page.limit + 1,
      }),
    );
    return { rows: rows.slice(0, page.limit), hasMore: rows.length > page.limit };
  }

  /** Messages in the order of their numbers: those after a number, else the last ones before one. */
  async messages(tenantId: string, conversationId: string, range: MessageRange): Promise<MessageRow[]> {
    const { before, after, upTo, agentId, limit } = range;
    const isForward = after !== undefined;
    const rows = await inTenant(this.prisma, tenantId, (transaction) =>
      transaction.conversationMessage.findMany({
        where: {
          tenantId,
          conversationId,
          seq: {
            ...(after === undefined ? {} : { gt: after }),
            ...(before === undefined ? {} : { lt: before }),
            ...(upTo === undefined ? {} : { lte: upTo }),
          },
          ...(agentId === undefined ? {} : { agents: { has: agentId } }),
        },
        orderBy: { seq: isForward ? 'asc' : 'desc' },
        take: limit,
      }),
    );
    return isForward ? rows : rows.reverse();
  }

  /** Messages by their numbers. */
  async messagesAt(tenantId: string, conversationId: string, seqs: readonly number[]): Promise<MessageRow[]> {
    return inTenant(this.prisma, tenantId, (transaction) =>
      transaction.conversationMessage.findMany({
        where: { tenantId, conversationId, seq: { in: [...seqs] } },
        orderBy: { seq: 'asc' },
      }),
    );
  }

  /** The message somebody sent under a key of theirs. */
  async sentUnder(
    tenantId: string,
    conversationId: string,
    authorId: string,
    clientKey: string,
  ): Promise<MessageRow | undefined> {
    const row = await inTenant(this.prisma, tenantId, (transaction) =>
      transaction.conversationMessage.findFirst({ where: { tenantId, conversationId, authorId, clientKey } }),
    );
    return row ?? undefined;
  }

  /** The message itself and what answers it. */
  async exchange(tenantId: string, conversationId: string, messageId: string): Promise<MessageRow[]> {
    return inTenant(this.prisma, tenantId, (transaction) =>
      transaction.conversationMessage.findMany({
        where: { tenantId, conversationId, OR: [{ messageId }, { replyTo: messageId }] },
        orderBy: { seq: 'asc' },
        take: 20,
      }),
    );
  }
}

function isOlderThan({ lastMessageAt, conversationId }: ConversationCursor): Prisma.ConversationWhereInput {
  return {
    OR: [{ lastMessageAt: { lt: lastMessageAt } }, { lastMessageAt, conversationId: { lt: conversationId } }],
  };
}

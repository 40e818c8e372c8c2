import { randomBytes } from 'node:crypto';

import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Clock, inTenant, Logger, Problem } from '@botarmy/chassis';
import { createId, listShares, readSharedConversation, shareConversation, withdrawShare } from '@botarmy/contracts';
import type {
  Caller,
  ConversationRequest,
  ConversationShareView,
  ListSharesReply,
  ReadSharedConversationRequest,
  ShareConversationReply,
  ShareConversationRequest,
  SharedConversationReply,
  WithdrawShareReply,
  WithdrawShareRequest,
} from '@botarmy/contracts';
import { Answers, AskedBy, OutboxRelay } from '@botarmy/messaging';

import { PrismaClient } from '../../generated/prisma/client';
import type { ConversationShare } from '../../generated/prisma/client';
import { fittingRows } from '../store/conversation-views';
import { ConversationRepository } from '../store/conversation.repository';
import { ReadableConversations } from '../store/readable-conversations';
import { ShareStore } from './share-store';

const HOUR_MS = 3_600_000;
const DEFAULT_HOURS = 24;
const PAGE = 100;
/** Bytes of a link's secret: nobody guesses 256 bits. */
const TOKEN_BYTES = 32;

/** Links that show one conversation to whoever has them. */
@Controller()
export class ShareController {
  constructor(
    private readonly readable: ReadableConversations,
    private readonly conversations: ConversationRepository,
    private readonly store: ShareStore,
    private readonly prisma: PrismaClient,
    private readonly relay: OutboxRelay,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  @Answers(shareConversation)
  async share(
    @Payload() request: ShareConversationRequest,
    @AskedBy() caller: Caller,
  ): Promise<ShareConversationReply> {
    const { conversation_id, expires_in_hours = DEFAULT_HOURS } = request;
    await this.readable.require(conversation_id, caller);
    const createdAt = this.clock.now();
    const share = {
      shareId: createId('shr'),
      conversationId: conversation_id,
      token: randomBytes(TOKEN_BYTES).toString('base64url'),
      createdBy: caller.user_id,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + expires_in_hours * HOUR_MS),
    };
    const up_to_seq = await this.store.create(caller.tenant_id, share);
    this.relay.nudge();
    this.logger.info({ conversation_id, share_id: share.shareId }, 'conversation shared');
    return {
      id: share.shareId,
      conversation_id,
      created_by: share.createdBy,
      created_at: createdAt.toISOString(),
      expires_at: share.expiresAt.toISOString(),
      withdrawn_at: null,
      up_to_seq,
      opened_count: 0,
      last_opened_at: null,
      token: share.token,
    };
  }

  @Answers(listShares)
  async list(@Payload() { conversation_id }: ConversationRequest, @AskedBy() caller: Caller): Promise<ListSharesReply> {
    await this.readable.require(conversation_id, caller);
    const { tenant_id: tenantId } = caller;
    const rows = await inTenant(this.prisma, tenantId, (transaction) =>
      transaction.conversationShare.findMany({
        where: { tenantId, conversationId: conversation_id },
        orderBy: { createdAt: 'desc' },
        take: 100,
      }),
    );
    return { shares: rows.map(viewOf) };
  }

  @Answers(withdrawShare)
  async withdraw(@Payload() request: WithdrawShareRequest, @AskedBy() caller: Caller): Promise<WithdrawShareReply> {
    const { conversation_id, share_id } = request;
    await this.readable.require(conversation_id, caller);
    const now = this.clock.now();
    const changed_at = now.toISOString();
    const change = { conversation_id, share_id, changed_by: caller.user_id, expires_at: changed_at, changed_at };
    const withdrawn = await this.store.withdraw(caller.tenant_id, change, now);
    if (withdrawn) this.logger.info({ conversation_id, share_id }, 'link withdrawn');
    this.relay.nudge();
    return { withdrawn };
  }

  /** Tenant and conversation come from the link's row, never from who asks. */
  @Answers(readSharedConversation)
  async read(@Payload() request: ReadSharedConversationRequest): Promise<SharedConversationReply> {
    const { token, after_seq: after = 0, limit = PAGE } = request;
    const share = await this.store.open(token, this.clock.now(), after === 0);
    if (share === undefined) throw linkNotFound();
    const { tenant_id, conversation_id, up_to_seq } = share;
    const range = { after, upTo: up_to_seq, limit: limit + 1 };
    const found = await this.conversations.messages(tenant_id, conversation_id, range);
    const page = fittingRows(found.slice(0, limit), 'start');
    return {
      title: share.title,
      shared_at: share.created_at.toISOString(),
      expires_at: share.expires_at.toISOString(),
      messages: page
        .filter(({ status }) => status === 'complete')
        .map(({ seq, role, authorName, createdAt, content }) => ({
          seq,
          role: role as 'user' | 'assistant' | 'system',
          author_name: authorName,
          timestamp: createdAt.toISOString(),
          content,
        })),
      next_cursor: page.length < found.length ? (page.at(-1)?.seq ?? null) : null,
    };
  }
}

function viewOf(row: ConversationShare): ConversationShareView {
  return {
    id: row.shareId,
    conversation_id: row.conversationId,
    created_by: row.createdBy,
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
    withdrawn_at: row.withdrawnAt?.toISOString() ?? null,
    up_to_seq: row.upToSeq,
    opened_count: row.openedCount,
    last_opened_at: row.lastOpenedAt?.toISOString() ?? null,
  };
}

/** Unknown, expired and withdrawn links read alike. */
function linkNotFound(): Problem {
  return new Problem({
    status: 404,
    code: 'link-not-found',
    title: 'Link not found',
    detail: 'The link is unknown, has expired or was withdrawn: ask whoever sent it for a new one.',
  });
}

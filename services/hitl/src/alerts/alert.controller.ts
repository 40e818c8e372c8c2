import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Clock, Database } from '@botarmy/chassis';
import { getAlertPreferences, getAlerts, markRead, setAlertPreferences } from '@botarmy/contracts';
import type {
  AlertPreferences,
  AlertsReply,
  Caller,
  MarkReadReply,
  MarkReadRequest,
  SetAlertPreferencesRequest,
} from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';

import { ConversationStore } from '../conversations/store/conversation-store';
import { ReadableConversations } from '../conversations/store/readable-conversations';
import { PreferenceRepository } from '../preferences/preference.repository';
import { RequestBadges } from './request-badges';

const MOST_CONVERSATIONS = 100;

interface UnreadRow extends Record<string, unknown> {
  readonly conversation_id: string;
  readonly workflow_id: string | null;
  readonly agent_id: string | null;
  readonly unread: number;
}

/** Badges, what was looked at, and what people want to hear of. */
@Controller()
export class AlertController {
  constructor(
    private readonly preferences: PreferenceRepository,
    private readonly badges: RequestBadges,
    private readonly readable: ReadableConversations,
    private readonly conversations: ConversationStore,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  @Answers(getAlertPreferences)
  async get(@AskedBy() { tenant_id, user_id }: Caller): Promise<AlertPreferences> {
    const [own] = await this.preferences.of(tenant_id, [user_id]);
    return own ?? this.preferences.complete(tenant_id, undefined);
  }

  @Answers(setAlertPreferences)
  async set(@Payload() request: SetAlertPreferencesRequest, @AskedBy() caller: Caller): Promise<AlertPreferences> {
    const [row] = await this.database.call<{ settings: unknown }>(
      'alert_preferences_set',
      caller.tenant_id,
      caller.user_id,
      JSON.stringify(request),
    );
    return this.preferences.complete(caller.tenant_id, row?.settings);
  }

  @Answers(getAlerts)
  async alerts(@AskedBy() caller: Caller): Promise<AlertsReply> {
    const { tenant_id, user_id } = caller;
    const wishes = await this.get(caller);
    const counts = [wishes.message_received === 'inbox', wishes.answer_ready === 'inbox'] as const;
    const [requests, unread] = await Promise.all([
      this.badges.count(caller, wishes),
      this.database.read<UnreadRow>('alert_unread_messages', tenant_id, user_id, ...counts),
    ]);
    return {
      requests,
      unread_messages: unread.reduce((sum, row) => sum + row.unread, 0),
      conversations: unread.slice(0, MOST_CONVERSATIONS),
    };
  }

  @Answers(markRead)
  async read(@Payload() request: MarkReadRequest, @AskedBy() caller: Caller): Promise<MarkReadReply> {
    const { conversation_id, seq = null, request_ids = [] } = request;
    const now = this.clock.now();
    let changed = false;
    if (conversation_id !== undefined) {
      await this.readable.require(conversation_id, caller);
      changed = await this.conversations.read(caller, conversation_id, seq, now);
    }
    if (request_ids.length > 0) {
      const { tenant_id, user_id } = caller;
      const ids = request_ids.map((id) => id.toWellFormed().replaceAll('\0', ''));
      const [row] = await this.database.call<{ changed: number }>('alert_requests_seen', tenant_id, user_id, ids, now);
      changed ||= (row?.changed ?? 0) > 0;
    }
    return { changed };
  }
}

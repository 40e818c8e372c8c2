import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Database } from '@botarmy/chassis';
import { searchMessages } from '@botarmy/contracts';
import type { Caller, MessageSearchHit, SearchMessagesReply, SearchMessagesRequest } from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';

import { piecesOf, withoutMarks } from './passages';

const DEFAULT_LIMIT = 20;

interface Match extends Record<string, unknown> {
  readonly message_id: string;
  readonly conversation_id: string;
  readonly workflow_id: string | null;
  readonly title: string;
  readonly seq: number;
  readonly role: MessageSearchHit['role'];
  readonly author_name: string;
  readonly agent_id: string | null;
  readonly created_at: Date;
  readonly body: string;
}

/** Answers searches over the messages a person may read; tenant and person are always the caller's. */
@Controller()
export class SearchController {
  constructor(private readonly database: Database) {}

  @Answers(searchMessages)
  async search(@Payload() request: SearchMessagesRequest, @AskedBy() caller: Caller): Promise<SearchMessagesReply> {
    const {
      conversation_id = null,
      workflow_id = null,
      agent_id = null,
      limit = DEFAULT_LIMIT,
      cursor = null,
    } = request;
    const words = request.text.replaceAll('\0', ' ').toWellFormed();
    const { tenant_id, user_id } = caller;
    const place = [conversation_id, workflow_id, agent_id, limit + 1, cursor] as const;
    const found = await this.database.read<Match>('conversation_search', tenant_id, user_id, words, ...place);
    const shown = found.slice(0, limit);
    const bodies = shown.map(({ body }) => withoutMarks(body));
    const passages =
      shown.length === 0 ? [] : await this.database.read<{ passage: string }>('conversation_passages', words, bodies);
    return {
      hits: shown.map((match, index) => hitOf(match, passages[index]?.passage ?? '')),
      next_cursor: found.length > limit ? (shown.at(-1)?.message_id ?? null) : null,
    };
  }
}

function hitOf({ body: _body, created_at, ...match }: Match, passage: string): MessageSearchHit {
  return { ...match, timestamp: created_at.toISOString(), passage: piecesOf(passage) };
}

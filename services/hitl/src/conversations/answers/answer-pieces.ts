import { Injectable } from '@nestjs/common';

import { talkSubject } from '@botarmy/contracts';
import type { ConversationDelta } from '@botarmy/contracts';
import { Broker } from '@botarmy/messaging';

import { AnswerNotices } from './answer-notices';
import type { ClaimedAnswer } from './answer-store';

/** Characters of one frame at most. */
const FRAME_CHARACTERS = 65_536;

/** Shows an answer while it is written; pieces may be lost, the settled message has all of it. */
@Injectable()
export class AnswerPieces {
  constructor(
    private readonly broker: Broker,
    private readonly notices: AnswerNotices,
  ) {}

  /** The listener for one answer's pieces; an empty piece takes back what stood at its offset and behind. */
  listenerFor({ tenant_id, conversation_id, message_id, agent_id }: ClaimedAnswer) {
    const subject = talkSubject(tenant_id, conversation_id);
    return (text: string, offset: number): void => {
      this.notices.piece(message_id, text, offset);
      if (!this.broker.isConnected) return;
      let sent = 0;
      do {
        const piece = text.slice(sent, sent + FRAME_CHARACTERS);
        const delta: ConversationDelta = { conversation_id, message_id, agent_id, offset: offset + sent, text: piece };
        this.broker.connection.publish(subject, JSON.stringify(delta));
        sent += FRAME_CHARACTERS;
      } while (sent < text.length);
    };
  }
}

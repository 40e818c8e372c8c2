import { Injectable } from '@nestjs/common';

import { crashPoint } from '@botarmy/chassis';
import { liveSubject } from '@botarmy/contracts';
import type { LiveDelta } from '@botarmy/contracts';
import { Broker } from '@botarmy/messaging';

import type { Attempt } from '../task/attempt';

/** Characters of one frame at most. */
const FRAME_CHARACTERS = 65_536;

/**
 * Shows an answer while it is written. Who watches puts each piece at its offset and forgets what stood behind it: an
 * answer that starts again (another provider, another runner) does so at 0. Pieces may be lost: nothing is buffered
 * while the broker is away.
 */
@Injectable()
export class LiveDeltas {
  constructor(private readonly broker: Broker) {}

  /** The listener for one turn's pieces; an empty piece takes back what stood at its offset and behind. */
  listenerFor({ task, tenantId }: Attempt, turn: number): (text: string, offset: number) => void {
    const { workflow_id, task_id, attempt, agent } = task;
    const subject = liveSubject(tenantId, workflow_id);
    const about = { workflow_id, task_id, agent_id: agent.id, attempt, turn };
    return (text, offset) => {
      crashPoint('runner.in-call');
      if (!this.broker.isConnected) return;
      let sent = 0;
      do {
        const delta: LiveDelta = { ...about, offset: offset + sent, text: text.slice(sent, sent + FRAME_CHARACTERS) };
        this.broker.connection.publish(subject, JSON.stringify(delta));
        sent += FRAME_CHARACTERS;
      } while (sent < text.length);
    };
  }
}

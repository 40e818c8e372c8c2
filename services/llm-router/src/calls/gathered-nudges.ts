import { Injectable } from '@nestjs/common';

import { Clock } from '@botarmy/chassis';
import { OutboxRelay } from '@botarmy/messaging';

/** Milliseconds in which the news of settled calls gather; nobody waits for them. */
const GATHER_MS = 20;

/** Has the relay look for news once for all calls that were settled meanwhile: a look each would cost as much as the settling. */
@Injectable()
export class GatheredNudges {
  private isComing = false;

  constructor(
    private readonly relay: OutboxRelay,
    private readonly clock: Clock,
  ) {}

  nudge(): void {
    if (this.isComing) return;
    this.isComing = true;
    this.clock.setTimer(GATHER_MS, () => {
      this.isComing = false;
      this.relay.nudge();
    });
  }
}

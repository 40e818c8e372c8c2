import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';

import { Clock, Logger, ShutdownHooks, shutdownOrder, startLoop } from '@botarmy/chassis';
import type { Loop } from '@botarmy/chassis';
import { createId } from '@botarmy/contracts';

import { HitlConfig } from '../../config';
import { AnswerStore } from './answer-store';
import { CLAIM_MS, WriteAnswer } from './write-answer';

const INTERVAL_MS = 500;
/** Answers one replica writes at the same time; the others wait for their turn, or for another replica. */
const MOST_AT_ONCE = 16;
/** Time kept at a stop for handing back what was interrupted. */
const HANDING_BACK_MS = 5_000;

/** Has the answers written that are due. What is due stands in PostgreSQL: any replica takes over what another left. */
@Injectable()
export class AnswerLoop implements OnApplicationBootstrap {
  private readonly running = new Set<Promise<void>>();
  private readonly stopping = new AbortController();
  /** Names this replica in claims. */
  private readonly claim = createId('call');
  private loop: Loop | undefined;

  constructor(
    private readonly store: AnswerStore,
    private readonly writing: WriteAnswer,
    private readonly config: HitlConfig,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly shutdown: ShutdownHooks,
  ) {}

  onApplicationBootstrap(): void {
    const { clock, logger } = this;
    const run = (): Promise<boolean> => this.look();
    this.loop = startLoop({ name: 'conversation-answers', intervalMs: INTERVAL_MS, run, clock, logger });
    this.shutdown.register('conversation-answers', shutdownOrder.intake, () => this.stop());
  }

  /** Something became due just now. */
  nudge(): void {
    this.loop?.nudge();
  }

  private async look(): Promise<boolean> {
    const free = MOST_AT_ONCE - this.running.size;
    if (free <= 0) return false;
    const now = this.clock.now();
    const claimed = await this.store.claim(now, new Date(now.getTime() + CLAIM_MS), this.claim, free);
    for (const answer of claimed) {
      const work = this.writing.write(answer, this.claim, this.stopping.signal).catch((err: unknown) => {
        this.logger.warn({ err, message_id: answer.message_id }, 'answer left to the end of its claim');
      });
      this.running.add(work);
      void work.finally(() => {
        this.running.delete(work);
        this.nudge();
      });
    }
    return false;
  }

  /** Lets answers finish; what cannot in time is handed back. */
  private async stop(): Promise<void> {
    await this.loop?.stop();
    const patienceMs = Math.max(0, this.config.SHUTDOWN_TIMEOUT_MS - HANDING_BACK_MS);
    const timer = this.clock.setTimer(patienceMs, () => this.stopping.abort(new Error('hitl is stopping')));
    await Promise.allSettled(this.running);
    timer.cancel();
  }
}

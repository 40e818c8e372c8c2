import { Injectable } from '@nestjs/common';

import { Clock, Logger } from '@botarmy/chassis';
import { agentTaskProgressed, createId } from '@botarmy/contracts';
import { outgoingMessage } from '@botarmy/messaging';

import type { Attempt } from '../task/attempt';
import { fenceOf } from './outcome-messages';
import { Reporter } from './reporter';

/** Extends the lease of an attempt every third of it; an attempt shorter than that sends nothing. */
@Injectable()
export class Heartbeat {
  constructor(
    private readonly reporter: Reporter,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Starts beating until the returned function is called. */
  start(attempt: Attempt): () => void {
    const everyMs = (attempt.task.lease_seconds * 1_000) / 3;
    const beat = (): void => {
      timer = this.clock.setTimer(everyMs, beat);
      void this.report(attempt);
    };
    let timer = this.clock.setTimer(everyMs, beat);
    return () => timer.cancel();
  }

  /** A lost beat costs nothing unless all of a lease are lost; the task then goes to another runner. */
  private async report({ task, tenantId }: Attempt): Promise<void> {
    try {
      const message = outgoingMessage(agentTaskProgressed, {
        eventId: createId('msg', this.clock.now().getTime()),
        tenantId,
        key: [task.workflow_id],
        payload: { ...fenceOf(task), lease_seconds: task.lease_seconds },
      });
      await this.reporter.publish(message);
    } catch (err) {
      this.logger.warn({ err }, 'heartbeat could not be sent');
    }
  }
}

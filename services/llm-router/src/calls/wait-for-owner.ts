import { Injectable } from '@nestjs/common';

import { Clock } from '@botarmy/chassis';

import { RouterConfig } from '../config';
import { networkFailureOf } from '../providers/network-failure';
import { CallRepository } from './call.repository';
import { problemOf } from './failure-problem';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/** Waits while somebody else works on the same call. */
@Injectable()
export class WaitForOwner {
  constructor(
    private readonly calls: CallRepository,
    private readonly config: RouterConfig,
    private readonly clock: Clock,
  ) {}

  /**
   * Resolves when the call is settled, or when its owner has given no sign of life for a lease. That is measured by this
   * machine's own clock: clocks of several machines differ.
   *
   * @throws {Problem} the time of the asker is over, or the asker left.
   */
  async untilFree(tenantId: string, idempotencyKey: string, signal: AbortSignal): Promise<void> {
    let lastSign: number | undefined;
    let sinceMs = this.clock.monotonicMs();
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      await this.pause(pauseMs, signal);
      const progress = await this.calls.findProgress(tenantId, idempotencyKey);
      if (progress?.status !== 'reserved') return;
      const sign = progress.heartbeatAt.getTime();
      if (sign !== lastSign) {
        lastSign = sign;
        sinceMs = this.clock.monotonicMs();
      } else if (this.clock.monotonicMs() - sinceMs >= this.config.CALL_LEASE_MS) return;
    }
  }

  private async pause(ms: number, signal: AbortSignal): Promise<void> {
    try {
      await this.clock.sleep(ms, signal);
    } catch (error) {
      throw problemOf(networkFailureOf(error));
    }
  }
}

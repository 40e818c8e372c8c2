import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';

import { Clock, crashPoint, withCorrelation } from '@botarmy/chassis';
import type { ExecuteAgentTask } from '@botarmy/contracts';
import { backOffMs, HandlesAgentPools, UnavailableError } from '@botarmy/messaging';
import type { Delivery } from '@botarmy/messaging';

import { AttemptCancellations } from '../cancelling/attempt-cancellations';
import { AttemptCancelled } from '../cancelling/attempt-cancelled';
import { DeliveryRecord } from '../reporting/delivery-record';
import { attemptOf } from '../task/attempt';
import type { Attempt } from '../task/attempt';
import { AttemptRunner } from './attempt-runner';
import { AttemptMetrics } from './attempt.metrics';
import type { AttemptOutcome } from './attempt.metrics';
import { Drain } from './drain';

/** Longest pause before a task that misses another service is tried again: it follows that service's return this closely. */
const LONGEST_PAUSE_MS = 5_000;

@Controller()
export class ExecuteAgentTaskHandler {
  constructor(
    private readonly attempts: AttemptRunner,
    private readonly drain: Drain,
    private readonly cancellations: AttemptCancellations,
    private readonly record: DeliveryRecord,
    private readonly metrics: AttemptMetrics,
    private readonly clock: Clock,
  ) {}

  @HandlesAgentPools()
  async handle(@Payload() task: ExecuteAgentTask, @Ctx() delivery: Delivery): Promise<void> {
    const { signal, release } = this.cancellations.watch(delivery.tenantId, task);
    const attempt = attemptOf(task, delivery, signal);
    const startedAtMs = this.clock.monotonicMs();
    const { workflow_id, task_id, agent } = task;
    let outcome: AttemptOutcome = 'repeated';
    try {
      outcome = await withCorrelation({ workflow_id, task_id, agent_id: agent.id }, () =>
        this.drain.wait(this.run(attempt, delivery)),
      );
    } finally {
      release();
      this.metrics.ended(attempt.pool, outcome, this.clock.monotonicMs() - startedAtMs);
    }
    crashPoint('runner.before-ack');
  }

  private async run(attempt: Attempt, delivery: Delivery): Promise<AttemptOutcome> {
    try {
      attempt.signal.throwIfAborted();
      return await this.attempts.run(attempt);
    } catch (error) {
      if (error instanceof AttemptCancelled) return 'cancelled';
      if (!(error instanceof UnavailableError)) throw error;
      this.record.noteOutage();
      const pauseMs = Math.min(backOffMs(delivery.deliveryCount), LONGEST_PAUSE_MS);
      const retryAfterMs = Math.max(error.retryAfterMs ?? 0, pauseMs);
      throw new UnavailableError(error.message, { retryAfterMs, cause: error });
    }
  }
}

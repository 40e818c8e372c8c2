import { Injectable } from '@nestjs/common';

import { crashPoint } from '@botarmy/chassis';
import type { AttemptFailure, UsageSum } from '@botarmy/process-engine';

import { askedMessage, completedMessage, failedMessage, fenceOf } from '../reporting/outcome-messages';
import { Reporter } from '../reporting/reporter';
import type { Attempt } from '../task/attempt';
import type { AskedPeople, AttemptResult } from '../task/attempt-result';

/** Tells the orchestrator how an attempt ended; returns when the stream has the news. */
@Injectable()
export class AttemptReport {
  constructor(private readonly reporter: Reporter) {}

  async completed(attempt: Attempt, result: AttemptResult, usage: UsageSum, durationMs: number): Promise<void> {
    const { total } = usage;
    if (total === undefined) throw new Error('a document was completed without a model call');
    const payload = { ...fenceOf(attempt.task), ...result, usage: total, duration_ms: Math.round(durationMs) };
    const message = completedMessage(attempt.tenantId, payload);
    crashPoint('runner.before-publish');
    await this.reporter.publish(message);
  }

  async asked(attempt: Attempt, { questions }: AskedPeople, usage: UsageSum, durationMs: number): Promise<void> {
    const { total } = usage;
    if (total === undefined) throw new Error('questions were asked without a model call');
    const payload = { ...fenceOf(attempt.task), questions, usage: total, duration_ms: Math.round(durationMs) };
    const message = askedMessage(attempt.tenantId, payload);
    crashPoint('runner.before-publish');
    await this.reporter.publish(message);
  }

  async failed(attempt: Attempt, failure: AttemptFailure, usage: UsageSum, durationMs: number): Promise<void> {
    const { code, message: detail, retryable, retryAfterMs } = failure;
    const message = failedMessage(attempt.tenantId, {
      ...fenceOf(attempt.task),
      code,
      detail: detail.slice(0, 2_000),
      retryable,
      retry_after_ms: retryAfterMs,
      ...(usage.total === undefined ? {} : { usage: usage.total }),
      duration_ms: Math.round(durationMs),
    });
    crashPoint('runner.before-publish');
    await this.reporter.publish(message);
  }
}

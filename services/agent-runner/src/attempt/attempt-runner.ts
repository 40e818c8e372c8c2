import { Injectable } from '@nestjs/common';

import { Clock, Logger } from '@botarmy/chassis';
import { AttemptFailure, UsageSum } from '@botarmy/process-engine';

import { Heartbeat } from '../reporting/heartbeat';
import type { Attempt } from '../task/attempt';
import { readRefusal } from '../task/attempt-failure';
import { AttemptMaker } from './attempt-maker';
import { AttemptReport } from './attempt-report';

/** Sees one attempt through: alive while it works, reported when it ended. */
@Injectable()
export class AttemptRunner {
  constructor(
    private readonly maker: AttemptMaker,
    private readonly report: AttemptReport,
    private readonly heartbeat: Heartbeat,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** @throws whatever is neither a document, nor questions, nor a failure of the attempt; then nothing was reported. */
  async run(attempt: Attempt): Promise<'completed' | 'asked' | 'failed'> {
    const startedAtMs = this.clock.monotonicMs();
    const usage = new UsageSum();
    const stopBeating = this.heartbeat.start(attempt);
    try {
      const result = await this.maker.make(attempt, usage);
      if ('questions' in result) {
        await this.report.asked(attempt, result, usage, this.clock.monotonicMs() - startedAtMs);
        this.logger.info({ questions: result.questions.length }, 'attempt asks people');
        return 'asked';
      }
      await this.report.completed(attempt, result, usage, this.clock.monotonicMs() - startedAtMs);
      this.logger.info({ repairs: result.evidence.repairs, words: result.evidence.words }, 'attempt completed');
      return 'completed';
    } catch (error) {
      const failure = readRefusal(error);
      if (!(failure instanceof AttemptFailure)) throw failure;
      await this.report.failed(attempt, failure, usage, this.clock.monotonicMs() - startedAtMs);
      this.logger.info({ code: failure.code, retryable: failure.retryable }, 'attempt failed');
      return 'failed';
    } finally {
      stopBeating();
    }
  }
}

import { Injectable } from '@nestjs/common';

import { writeDocument } from '@botarmy/process-engine';
import type { AskedQuestions, Draft, LoadedInput, UsageSum } from '@botarmy/process-engine';

import { RunnerConfig } from '../config';
import type { Attempt } from '../task/attempt';
import { ModelCaller } from './model-caller';
import { WritingMetrics } from './writing.metrics';

/** Lets the model write, and correct what misses the output contract, a bounded number of times. */
@Injectable()
export class DocumentWriter {
  constructor(
    private readonly model: ModelCaller,
    private readonly metrics: WritingMetrics,
    private readonly config: RunnerConfig,
  ) {}

  /**
   * Writes the task's document, or asks people first where the task allows it.
   *
   * @param usage Receives what each answered call used, also when a later one fails.
   * @param storedSha256 Hash of the document an earlier runner stored.
   * @throws {AttemptFailure} `output-contract-not-met` when the last allowed answer still has problems.
   */
  async write(
    attempt: Attempt,
    inputs: readonly LoadedInput[],
    usage: UsageSum,
    storedSha256?: string,
  ): Promise<Draft | AskedQuestions> {
    const { REPAIR_LIMIT: repairLimit, MODEL_CONTEXT_TOKENS: contextTokens } = this.config;
    const writing = writeDocument(attempt.task, inputs, { contextTokens, repairLimit, storedSha256 });
    let step = writing.next();
    while (step.done !== true) {
      const { turn, messages } = step.value;
      const reply = await this.model.ask(attempt, turn, messages);
      usage.add(reply.usage);
      this.metrics.answered(attempt.pool, turn, reply.replayed);
      step = writing.next(reply);
    }
    return step.value;
  }
}

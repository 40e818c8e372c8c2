import { Injectable } from '@nestjs/common';

import { RunnerConfig } from '../config';
import type { LoadedInput } from '../inputs/loaded-input';
import { buildConversation } from '../prompt/build-conversation';
import type { FailedAnswer } from '../prompt/build-repair';
import type { Attempt } from '../task/attempt';
import { AttemptFailure } from '../task/attempt-failure';
import { sha256Of } from '../task/sha256';
import type { UsageSum } from '../task/usage-sum';
import { checkAnswer } from './check-answer';
import { ModelCaller } from './model-caller';
import { WritingMetrics } from './writing.metrics';

/** A document ready to be stored. */
export interface Draft {
  readonly text: string;
  readonly sha256: string;
  readonly words: number;
  readonly turns: number;
  readonly callIds: readonly string[];
}

/** Lets the model write, and correct what misses the output contract, a bounded number of times. */
@Injectable()
export class DocumentWriter {
  constructor(
    private readonly model: ModelCaller,
    private readonly metrics: WritingMetrics,
    private readonly config: RunnerConfig,
  ) {}

  /**
   * Writes the task's document.
   *
   * @param usage Receives what each answered call used, also when a later one fails.
   * @param storedSha256 Hash of the document an earlier runner stored: the answer that became it ends the replay, and
   *   so does the last one, since what is stored counts in any case.
   * @throws {AttemptFailure} `output-contract-not-met` when the last allowed answer still has problems.
   */
  async write(
    attempt: Attempt,
    inputs: readonly LoadedInput[],
    usage: UsageSum,
    storedSha256?: string,
  ): Promise<Draft> {
    const { task, pool } = attempt;
    const lastTurn = this.config.REPAIR_LIMIT + 1;
    const callIds: string[] = [];
    let failed: FailedAnswer | undefined;
    for (let turn = 1; ; turn += 1) {
      const messages = buildConversation(task, inputs, this.config.MODEL_CONTEXT_TOKENS, failed);
      const reply = await this.model.ask(attempt, turn, messages);
      usage.add(reply.usage);
      this.metrics.answered(pool, turn, reply.replayed);
      callIds.push(reply.call_id);
      const { document, problems, words } = checkAnswer(reply, task.output);
      const draft = { text: document, sha256: sha256Of(document), words, turns: turn, callIds };
      if (problems.length === 0 || draft.sha256 === storedSha256) return draft;
      if (turn === lastTurn && storedSha256 !== undefined) return draft;
      if (turn === lastTurn) throw contractNotMet(turn, problems);
      failed = { text: reply.text, problems };
    }
  }
}

function contractNotMet(turns: number, problems: readonly string[]): AttemptFailure {
  const detail = `The document still misses its output contract after ${turns} answers: ${problems.join(' ')}`;
  return new AttemptFailure('output-contract-not-met', detail, { retryable: true });
}

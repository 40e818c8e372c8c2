import { Injectable } from '@nestjs/common';

import { crashPoint } from '@botarmy/chassis';
import { completeModelCall } from '@botarmy/contracts';
import type { CompleteModelCallReply, CompleteModelCallRequest, ModelMessage } from '@botarmy/contracts';
import { StreamClient } from '@botarmy/messaging';
import { AttemptFailure, callKeyOf } from '@botarmy/process-engine';

import { RunnerConfig } from '../config';
import type { Attempt } from '../task/attempt';
import { LiveDeltas } from './live-deltas';

/** Characters of an answer at most; no document comes near it, so what is longer is a model that does not stop. */
const LONGEST_ANSWER = 1_000_000;

/** Asks the router for one answer and shows it while it is written. */
@Injectable()
export class ModelCaller {
  constructor(
    private readonly streams: StreamClient,
    private readonly live: LiveDeltas,
    private readonly config: RunnerConfig,
  ) {}

  /**
   * The answer of one turn; replayed without cost when it was given under the same key before.
   *
   * @throws {AttemptFailure} `answer-too-long`; the answer is cancelled at its source.
   * @throws {AttemptCancelled} nobody waits for the attempt any more; the answer is cancelled at its source.
   */
  async ask(attempt: Attempt, turn: number, messages: ModelMessage[]): Promise<CompleteModelCallReply> {
    const show = this.live.listenerFor(attempt, turn);
    const tooLong = new AbortController();
    const onDelta = (text: string, offset: number): void => {
      if (offset + text.length <= LONGEST_ANSWER) show(text, offset);
      else tooLong.abort(new AttemptFailure('answer-too-long', 'The model did not stop writing.', { retryable: true }));
    };
    crashPoint('runner.before-call');
    const request = this.requestFor(attempt, turn, messages);
    const reply = await this.streams.ask(completeModelCall, request, attempt.caller, {
      onDelta,
      onReset: () => show('', 0),
      signal: AbortSignal.any([tooLong.signal, attempt.signal]),
    });
    crashPoint('runner.after-call');
    return reply;
  }

  private requestFor({ task }: Attempt, turn: number, messages: ModelMessage[]): CompleteModelCallRequest {
    const { workflow_id, task_id, attempt, agent, ceiling } = task;
    return {
      idempotency_key: callKeyOf(task, turn),
      workflow_id,
      task_id,
      attempt,
      agent_id: agent.id,
      route: agent.route,
      messages,
      max_output_tokens: agent.max_output_tokens,
      temperature: agent.temperature,
      timeout_ms: this.config.MODEL_CALL_TIMEOUT_MS,
      ...(ceiling === undefined ? {} : { ceiling }),
    };
  }
}

import { Injectable } from '@nestjs/common';

import { Clock, Problem } from '@botarmy/chassis';
import { completeModelCallV2, storeArtifact } from '@botarmy/contracts';
import type { Caller, CompleteModelCallV2Reply } from '@botarmy/contracts';
import { Asker, StreamClient, UnavailableError } from '@botarmy/messaging';
import { AttemptFailure, runWhatIf } from '@botarmy/process-engine';
import type {
  AskModelStep,
  StoreDocumentStep,
  WhatIfOptions,
  WhatIfOutcome,
  WhatIfReply,
  WhatIfStep,
  RunRecord,
} from '@botarmy/process-engine';

const CALL_TIMEOUT_MS = 600_000;
/** Times a question is asked again while a service lacks its surroundings. */
const MOST_OUTAGES = 10;
const LONGEST_PAUSE_MS = 10_000;

/** Drives a what-if run: asks the router where the record has no answer, keeps documents under the run's own id. */
@Injectable()
export class WhatIfWorld {
  constructor(
    private readonly streams: StreamClient,
    private readonly asker: Asker,
    private readonly clock: Clock,
  ) {}

  /**
   * Every step has a key of what it means, so a run that is driven again pays nothing and keeps nothing twice.
   *
   * @throws {UnavailableError} a service stays away; the signal's reason when the run is given up.
   */
  async drive(record: RunRecord, options: WhatIfOptions, caller: Caller, signal: AbortSignal): Promise<WhatIfOutcome> {
    const run = runWhatIf(record, options);
    let step = run.next();
    while (step.done !== true) {
      signal.throwIfAborted();
      const { value } = step;
      try {
        const reply = await this.persist(() => this.perform(value, options, caller, signal), signal);
        step = run.next(reply);
      } catch (error) {
        if (!(error instanceof AttemptFailure)) throw error;
        step = run.throw(error);
      }
    }
    return step.value;
  }

  private perform(step: WhatIfStep, options: WhatIfOptions, caller: Caller, signal: AbortSignal): Promise<WhatIfReply> {
    return step.kind === 'ask-model' ? this.ask(step, options, caller, signal) : this.store(step, options, caller);
  }

  private async ask(
    { task, key, messages }: AskModelStep,
    { process, workflowId }: WhatIfOptions,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<WhatIfReply> {
    const { agent, task_id, stage_id, attempt } = task;
    const startedMs = this.clock.monotonicMs();
    try {
      const reply = await this.streams.ask(
        completeModelCallV2,
        {
          idempotency_key: key,
          route: agent.route,
          scope: { workflow_id: workflowId, process: process.name, stage_id, task_id, attempt, agent_id: agent.id },
          turns: messages.map(({ role, content }) => ({ role, parts: [{ type: 'text' as const, text: content }] })),
          max_output_tokens: agent.max_output_tokens,
          temperature: agent.temperature,
          timeout_ms: CALL_TIMEOUT_MS,
        },
        caller,
        { signal },
      );
      return { answer: answerOf(reply), durationMs: Math.round(this.clock.monotonicMs() - startedMs) };
    } catch (error) {
      throw meaningOf(error);
    }
  }

  private async store(
    { path, title, type, agent_id, stage_id, operation_key, text }: StoreDocumentStep,
    { workflowId }: WhatIfOptions,
    caller: Caller,
  ): Promise<WhatIfReply> {
    const { artifact } = await this.asker.ask(
      storeArtifact,
      {
        workflow_id: workflowId,
        path,
        name: title,
        type,
        agent_id,
        stage: stage_id,
        operation_key,
        content: text,
        dependencies: [],
        metadata: { what_if: true },
      },
      caller,
    );
    return artifact;
  }

  /** Waits outages out. */
  private async persist<TResult>(perform: () => Promise<TResult>, signal: AbortSignal): Promise<TResult> {
    for (let outages = 0; ; outages += 1) {
      try {
        return await perform();
      } catch (error) {
        if (!(error instanceof UnavailableError) || outages === MOST_OUTAGES) throw error;
        await this.clock.sleep(Math.min(LONGEST_PAUSE_MS, 250 * 2 ** outages), signal);
      }
    }
  }
}

function answerOf({ call_id, text, finish_reason, usage }: CompleteModelCallV2Reply) {
  const { provider, model, simulated } = usage;
  const input_tokens = usage.input_tokens + usage.cache_write_tokens + usage.cache_read_tokens;
  const output_tokens = usage.output_tokens + usage.reasoning_tokens;
  const cost_micros = usage.cost_micros ?? 0;
  return {
    call_id,
    text,
    finish_reason,
    usage: { provider, model, input_tokens, output_tokens, cost_micros, calls: 1, simulated },
  };
}

/** A refusal ends the attempt; a service without its surroundings says nothing about it. */
function meaningOf(error: unknown): unknown {
  if (!(error instanceof Problem)) return error;
  const { status, code, detail, retryAfterMs } = error;
  if ((status === 503 && code === 'unavailable') || (status === 409 && retryAfterMs !== undefined))
    return new UnavailableError(detail, { retryAfterMs, cause: error });
  const retryable = [408, 409, 429].includes(status) || status >= 500;
  return new AttemptFailure(code, detail, { retryable, retryAfterMs, cause: error });
}

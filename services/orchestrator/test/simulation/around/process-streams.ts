import type { CompleteModelCallReply, CompleteModelCallRequest } from '@botarmy/contracts';
import { UnavailableError } from '@botarmy/messaging';
import type { StreamAskOptions, StreamClient } from '@botarmy/messaging';

import type { FaultPlan } from '../faults/fault-plan';
import type { SimulatedProcess } from '../kernel/simulated-process';
import type { ModelRouter } from './model-router';

/** One process' streamed questions; the router is the only one who answers such. */
export class ProcessStreams {
  constructor(
    private readonly process: SimulatedProcess,
    private readonly router: ModelRouter,
    private readonly faults: FaultPlan,
  ) {}

  /** The part of `StreamClient` that services use. */
  asStreamClient(): StreamClient {
    return this as unknown as StreamClient;
  }

  async ask(
    _question: object,
    request: CompleteModelCallRequest,
    _caller: object,
    { onDelta, signal }: StreamAskOptions = {},
  ): Promise<CompleteModelCallReply> {
    const answered = this.process.exchange(
      { ...this.faults.passage(this.process, 'service'), patienceMs: 8_000 },
      () => this.router.complete(request),
      () => new UnavailableError('llm-router fell silent in the middle of an answer', { retryAfterMs: 500 }),
    );
    const reply = await (signal === undefined ? answered : unlessAborted(answered, signal));
    onDelta?.(reply.text, 0);
    return reply;
  }
}

/** The answer, or the reason for which nobody waits for it any more; the router may go on all the same. */
function unlessAborted<T>(answered: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    void answered.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

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
    { onDelta }: StreamAskOptions = {},
  ): Promise<CompleteModelCallReply> {
    const reply = await this.process.exchange(
      { ...this.faults.passage(this.process, 'service'), patienceMs: 8_000 },
      () => this.router.complete(request),
      () => new UnavailableError('llm-router fell silent in the middle of an answer', { retryAfterMs: 500 }),
    );
    onDelta?.(reply.text, 0);
    return reply;
  }
}

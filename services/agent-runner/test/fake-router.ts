import { Module } from '@nestjs/common';

import { loadConfig, ServiceConfig, startService } from '@botarmy/chassis';
import type { RunningService } from '@botarmy/chassis';
import { completeModelCall } from '@botarmy/contracts';
import type { CompleteModelCallReply, CompleteModelCallRequest, ModelUsage } from '@botarmy/contracts';
import { Broker, MessagingModule, StreamServer } from '@botarmy/messaging';
import type { StreamContext } from '@botarmy/messaging';
import type { PlatformBroker } from '@botarmy/testing';

import { GOOD_DOCUMENT } from '../src/task.fixture';

/** What the model answers: whole, or in pieces through `delta`. Throwing a problem refuses the call. */
export type ModelBehaviour = (
  request: CompleteModelCallRequest,
  context: Pick<StreamContext, 'delta' | 'reset' | 'signal'>,
) => Promise<string | { text: string; finish_reason: string }> | string | { text: string; finish_reason: string };

const USAGE: ModelUsage = {
  provider: 'simulator',
  model: 'simulated-model',
  input_tokens: 100,
  output_tokens: 20,
  cost_micros: 7,
  calls: 1,
  simulated: true,
};

/** A router in memory: a finished call is recorded under its key and replayed, as the real one does. */
export class FakeRouter {
  /** Every question, replays included. */
  readonly questions: CompleteModelCallRequest[] = [];
  /** Keys of the calls a provider was paid for, in order. */
  readonly paid: string[] = [];
  readonly records = new Map<string, CompleteModelCallReply>();
  behaviour: ModelBehaviour = () => GOOD_DOCUMENT;

  questionsOf(workflowId: string): CompleteModelCallRequest[] {
    return this.questions.filter((request) => request.workflow_id === workflowId);
  }

  paidBy(workflowId: string): string[] {
    return this.paid.filter((key) => key.startsWith(`${workflowId}/`));
  }

  async complete(request: CompleteModelCallRequest, context: StreamContext): Promise<CompleteModelCallReply> {
    const key = request.idempotency_key;
    this.questions.push(request);
    const recorded = this.records.get(key);
    if (recorded !== undefined) {
      context.delta(recorded.text);
      return { ...recorded, replayed: true };
    }
    let streamed = '';
    const delta = (text: string): void => {
      streamed += text;
      context.delta(text);
    };
    const reset = (): void => {
      streamed = '';
      context.reset();
    };
    this.paid.push(key);
    const answer = await this.behaviour(request, { delta, reset, signal: context.signal });
    const { text, finish_reason } = typeof answer === 'string' ? { text: answer, finish_reason: 'stop' } : answer;
    delta(text.slice(streamed.length));
    const call_id = `call_${this.paid.length}`;
    const reply = { call_id, text, finish_reason, usage: USAGE, replayed: false };
    this.records.set(key, reply);
    return reply;
  }
}

@Module({ imports: [MessagingModule.forService({ service: 'llm-router', stores: false })] })
class FakeRouterModule {}

export async function startFakeRouter(broker: PlatformBroker, router: FakeRouter): Promise<RunningService> {
  const service = await startService({
    name: 'llm-router',
    module: FakeRouterModule,
    config: loadConfig(ServiceConfig, { ...broker.environmentOf('llm-router'), LOG_LEVEL: 'silent' }),
  });
  service.app.get(StreamServer).serve(completeModelCall, (request, context) => router.complete(request, context));
  await service.app.get(Broker).connection.flush();
  return service;
}

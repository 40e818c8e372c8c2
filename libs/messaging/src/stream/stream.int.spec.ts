import { Module } from '@nestjs/common';

import type { RunningService } from '@botarmy/chassis';
import { loadConfig, Problem, ServiceConfig, startService } from '@botarmy/chassis';
import { completeModelCall, CompleteModelCallRequest, serviceCaller } from '@botarmy/contracts';
import { createPlatformBroker, waitFor } from '@botarmy/testing';
import type { PlatformBroker } from '@botarmy/testing';

import { Broker } from '../connection/broker';
import { UnavailableError } from '../consume/unavailable-error';
import { MessagingModule } from '../nest/messaging.module';
import { StreamClient } from './stream-client';
import { StreamServer } from './stream-server';

@Module({ imports: [MessagingModule.forService({ service: 'llm-router', stores: false })] })
class RouterLikeModule {}

@Module({ imports: [MessagingModule.forService({ service: 'agent-runner', stores: false })] })
class RunnerLikeModule {}

describe('a streamed answer', () => {
  const caller = { ...serviceCaller('test', 'ten_default', 'req_1'), role: 'viewer' as const };
  let broker: PlatformBroker;
  let router: RunningService;
  let runner: RunningService;
  let answering: Parameters<StreamServer['serve']>[1];
  const request: CompleteModelCallRequest = {
    idempotency_key: 'wf/a/1',
    workflow_id: 'wf_a',
    task_id: 'requirements',
    attempt: 1,
    agent_id: 'analyst',
    route: 'default',
    messages: [],
    max_output_tokens: 10,
    temperature: 0,
    timeout_ms: 5_000,
  };
  const operator = { ...caller, role: 'operator' as const };
  const usage = {
    provider: 'p',
    model: 'm',
    input_tokens: 1,
    output_tokens: 1,
    cost_micros: 0,
    calls: 1,
    simulated: true,
  };

  beforeAll(async () => {
    broker = await createPlatformBroker();
    const config = (service: 'llm-router' | 'agent-runner') =>
      loadConfig(ServiceConfig, { ...broker.environmentOf(service), LOG_LEVEL: 'silent' });
    router = await startService({ name: 'llm-router', module: RouterLikeModule, config: config('llm-router') });
    runner = await startService({ name: 'agent-runner', module: RunnerLikeModule, config: config('agent-runner') });
    router.app.get(StreamServer).serve(completeModelCall, (asked, context) => answering(asked, context) as never);
    await router.app.get(Broker).connection.flush();
  });

  afterAll(async () => {
    await Promise.all([router?.close(), runner?.close()]);
    await broker?.stop();
  });

  it('arrives in pieces and whole', async () => {
    answering = async (_request, { delta }) => {
      delta('Hello ');
      delta('wörld '.repeat(2_000));
      delta('🎉');
      return { call_id: 'call_a', text: 'ignored', finish_reason: 'stop', usage, replayed: false };
    };
    const pieces: string[] = [];
    const reply = await runner.app
      .get(StreamClient)
      .ask(completeModelCall, request, operator, { onDelta: (text) => pieces.push(text) });
    expect(reply.text).toBe(`Hello ${'wörld '.repeat(2_000)}🎉`);
    expect(reply.call_id).toBe('call_a');
    expect(pieces.join('')).toBe(reply.text);
    expect(pieces.length).toBeGreaterThan(1);
  });

  it('starts again when it is taken back: only the new text counts', async () => {
    answering = async (_request, { delta, reset }) => {
      delta('wrong '.repeat(2_000));
      reset();
      delta('right');
      return { call_id: 'call_a', text: 'ignored', finish_reason: 'stop', usage, replayed: false };
    };
    const heard: string[] = [];
    const reply = await runner.app.get(StreamClient).ask(completeModelCall, request, operator, {
      onDelta: (text, offset) => heard.push(`${offset}:${text.slice(0, 5)}`),
      onReset: () => heard.push('reset'),
    });
    expect(reply.text).toBe('right');
    expect(heard).toEqual(['0:wrong', 'reset', '0:right']);
  });

  it('carries a refusal', async () => {
    answering = async () => {
      throw new Problem({ status: 402, code: 'budget-exhausted', title: 'No budget', detail: 'Raise the budget.' });
    };
    await expect(runner.app.get(StreamClient).ask(completeModelCall, request, operator)).rejects.toMatchObject({
      code: 'budget-exhausted',
    });
  });

  it('is cancelled at its source', async () => {
    const started = Promise.withResolvers<AbortSignal>();
    answering = (_request, { signal, delta }) => {
      delta('first');
      started.resolve(signal);
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
    };
    const controller = new AbortController();
    const asked = runner.app.get(StreamClient).ask(completeModelCall, request, operator, {
      signal: controller.signal,
      onDelta: () => controller.abort(new Error('no longer needed')),
    });
    await expect(asked).rejects.toThrow('no longer needed');
    const signal = await started.promise;
    await waitFor(() => signal.aborted, { describe: 'the source stopped' });
  });

  it('is cancelled at its source although nobody had answered yet', async () => {
    const started = Promise.withResolvers<AbortSignal>();
    answering = (_request, { signal }) => {
      started.resolve(signal);
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
    };
    const controller = new AbortController();
    const asked = runner.app.get(StreamClient).ask(completeModelCall, request, operator, { signal: controller.signal });
    controller.abort(new Error('no longer needed'));
    await expect(asked).rejects.toThrow('no longer needed');
    const signal = await started.promise;
    await waitFor(() => signal.aborted, { describe: 'the source stopped' });
  });

  it('counts as lost when it falls silent', async () => {
    const silent = Promise.withResolvers<never>();
    answering = () => silent.promise;
    const asked = runner.app.get(StreamClient).ask(completeModelCall, request, operator, { silenceLimitMs: 200 });
    await expect(asked).rejects.toBeInstanceOf(UnavailableError);
    silent.reject(new Error('too late'));
  });

  it('is unavailable at once when nobody serves it, and refused to a viewer', async () => {
    answering = async () => ({ call_id: 'call_a', text: '', finish_reason: 'stop', usage, replayed: false });
    await expect(runner.app.get(StreamClient).ask(completeModelCall, request, caller)).rejects.toMatchObject({
      status: 403,
    });
  });
});

import { Injectable } from '@nestjs/common';
import type { Span } from '@opentelemetry/api';

import { Clock, crashPoint, Logger, withSpan } from '@botarmy/chassis';

import { RouterConfig } from '../config';
import { ModelHealth } from '../health/model-health';
import type { GatePass } from '../health/request-gate';
import { outputLimitOf } from '../models/cost-of';
import type { Prompt } from '../prompt/prompt';
import type { ProviderEnd, ProviderRequest } from '../providers/provider';
import { ProviderFailure } from '../providers/provider-failure';
import { ConnectionPool } from '../providers/transport/connection-pool';
import { watchRequest } from '../providers/transport/watch-request';
import type { Candidate } from '../routes/candidate';
import { AnswerText } from './answer-text';
import { checkAnswer } from './check-answer';
import { Deadlines } from './deadlines';
import type { PhaseLimits } from './deadlines';
import { ExchangeProgress } from './exchange-progress';
import type { ProviderAnswer, ProviderExchange } from './provider-exchange';
import { healthKeyOf } from './provider-key';
import type { ProviderKey } from './provider-key';
import { ProviderWindow } from './provider-window';
import { ProviderMetrics } from './provider.metrics';
import { serverAttributesOf, spanAttributesOf } from './span-attributes';

/** What comes of one request: an answer or a failure, and in any case what the record keeps of it. */
export type AskResult =
  | { readonly answer: ProviderAnswer; readonly exchange: ProviderExchange }
  | { readonly failure: ProviderFailure; readonly exchange: ProviderExchange };

/** Header with which the simulator marks its answers, also where an address of a real provider leads to it. */
const SIMULATED_HEADER = 'x-botarmy-simulated';
/** Bytes between two events after which an answer is given up; the SDKs would collect without limit. */
const MAX_BYTES_PER_EVENT = 8 * 1024 * 1024;
/** So many bytes of one event are a sign of life; single ones dripping in are none. */
const FLOWING_BYTES = 65_536;

/** Asks one model once, with every time and size limit, span and metric. */
@Injectable()
export class AskProvider {
  constructor(
    private readonly config: RouterConfig,
    private readonly clock: Clock,
    private readonly metrics: ProviderMetrics,
    private readonly window: ProviderWindow,
    private readonly health: ModelHealth,
    private readonly connections: ConnectionPool,
    private readonly logger: Logger,
  ) {}

  async ask(
    candidate: Candidate,
    prompt: Prompt,
    signal: AbortSignal,
    onText: (text: string) => void,
    key?: ProviderKey,
  ): Promise<AskResult> {
    const { provider, facts } = candidate;
    const operation = prompt.output.kind === 'embedding' ? 'embeddings' : 'chat';
    const attributes = {
      'gen_ai.operation.name': operation,
      'gen_ai.provider.name': provider.telemetryName,
      'gen_ai.request.model': facts.model,
      ...serverAttributesOf(provider.baseUrl),
      ...spanAttributesOf(prompt),
    };
    const progress = new ExchangeProgress(candidate, prompt, this.clock, key?.id);
    const ask = (span: Span): Promise<ProviderAnswer> =>
      this.stream(candidate, prompt, signal, onText, progress, span, key);
    let pass: GatePass | undefined;
    try {
      pass = await this.health.gateOf(provider.id).enter(signal);
      progress.waited(pass.waitedMs);
      const answer = await withSpan(`${operation} ${facts.model}`, attributes, ask, 'client');
      this.record(answer.exchange);
      return { answer, exchange: answer.exchange };
    } catch (error) {
      const failure = provider.failureOf(error);
      const exchange = progress.failed(failure);
      this.record(exchange);
      const { code, status } = failure;
      this.logger.warn({ provider: provider.id, model: facts.model, code, status }, 'provider request failed');
      return { failure, exchange };
    } finally {
      pass?.leave();
    }
  }

  private async stream(
    candidate: Candidate,
    prompt: Prompt,
    signal: AbortSignal,
    onText: (text: string) => void,
    progress: ExchangeProgress,
    span: Span,
    key: ProviderKey | undefined,
  ): Promise<ProviderAnswer> {
    const stop = new AbortController();
    const abort = (failure: ProviderFailure): void => stop.abort(failure);
    const deadlines = new Deadlines(this.clock, this.phaseLimitsOf(candidate), abort);
    const request = requestOf(candidate, prompt, AbortSignal.any([signal, stop.signal]), key);
    const text = new AnswerText(this.config.MAX_ANSWER_BYTES);
    const pass = (piece: string): void => {
      if (piece === '') return;
      const firstTextMs = progress.heardText();
      if (firstTextMs !== undefined) this.health.heardFirstToken(healthKeyOf(candidate, key), firstTextMs);
      onText(piece);
    };
    let bytesSinceEvent = 0;
    const listener = {
      onConnected: () => deadlines.connected(),
      onSent: () => crashPoint('llm.sent'),
      onHeaders: (headers: ReadonlyMap<string, string>) =>
        progress.heardHeaders(headers.get(SIMULATED_HEADER) === 'true'),
      onBytes: (count: number) => {
        const flowed = Math.floor(bytesSinceEvent / FLOWING_BYTES);
        bytesSinceEvent += count;
        if (Math.floor(bytesSinceEvent / FLOWING_BYTES) > flowed) deadlines.flowing();
        if (bytesSinceEvent > MAX_BYTES_PER_EVENT) abort(new ProviderFailure('answer-too-large'));
      },
    };
    const read = async (): Promise<ProviderEnd> => {
      for await (const piece of candidate.provider.stream(request)) {
        bytesSinceEvent = 0;
        deadlines.heard();
        if (piece.kind === 'end') return piece;
        if (piece.kind === 'usage') progress.heardUsage(piece.usage);
        const characters =
          piece.kind === 'text' ? piece.text.length : piece.kind === 'alive' ? (piece.characters ?? 0) : 0;
        progress.heardPiece(characters);
        if (piece.kind === 'text') pass(text.add(piece.text));
        else text.addUnseen(characters);
      }
      throw new ProviderFailure('incomplete-answer');
    };
    try {
      const end = await this.connections.use(() => watchRequest(listener, read));
      // An SDK may take an aborted stream for a finished one.
      request.signal.throwIfAborted();
      pass(text.end());
      progress.heardEnd(end);
      checkAnswer(text.value, end, prompt);
      const answer = progress.completed(text.value, end);
      span.setAttributes({
        'gen_ai.response.finish_reasons': [end.rawFinishReason],
        'gen_ai.usage.input_tokens': answer.usage.inputTokens,
        'gen_ai.usage.output_tokens': answer.usage.outputTokens,
        'gen_ai.usage.cache_read.input_tokens': answer.usage.cacheReadTokens,
        'gen_ai.usage.cache_creation.input_tokens': answer.usage.cacheWriteTokens,
        'gen_ai.usage.reasoning.output_tokens': answer.usage.reasoningTokens,
        'botarmy.queue_wait_ms': answer.exchange.queued_ms ?? 0,
        'botarmy.simulated': answer.exchange.simulated,
      });
      return answer;
    } catch (error) {
      // Whatever else went wrong, the connection is closed before anybody else is asked.
      const reason: unknown = request.signal.aborted ? request.signal.reason : error;
      stop.abort(reason);
      const failure = candidate.provider.failureOf(reason);
      span.setAttribute('error.type', failure.code);
      throw failure;
    } finally {
      deadlines.stop();
    }
  }

  private record(exchange: ProviderExchange): void {
    this.metrics.ended(exchange);
    this.window.add(exchange);
  }

  private phaseLimitsOf({ timeouts = {} }: Candidate): PhaseLimits {
    return {
      connect: this.config.PROVIDER_CONNECT_TIMEOUT_MS,
      firstByte: timeouts.firstByteMs ?? this.config.PROVIDER_FIRST_BYTE_TIMEOUT_MS,
      idle: timeouts.idleMs ?? this.config.PROVIDER_IDLE_TIMEOUT_MS,
    };
  }
}

function requestOf(
  { facts }: Candidate,
  prompt: Prompt,
  signal: AbortSignal,
  key: ProviderKey | undefined,
): ProviderRequest {
  return {
    model: facts.model,
    messages: prompt.messages,
    tools: prompt.tools,
    output: prompt.output,
    stop: prompt.stop,
    maxOutputTokens: outputLimitOf(facts, prompt.maxOutputTokens),
    options: facts.options,
    idempotencyKey: prompt.idempotencyKey,
    signal,
    ...(prompt.toolChoice === undefined ? {} : { toolChoice: prompt.toolChoice }),
    ...(prompt.parallelToolCalls === undefined ? {} : { parallelToolCalls: prompt.parallelToolCalls }),
    ...(prompt.reasoningEffort === undefined ? {} : { reasoningEffort: prompt.reasoningEffort }),
    ...(prompt.temperature !== undefined && facts.acceptsTemperature ? { temperature: prompt.temperature } : {}),
    ...(prompt.topP === undefined ? {} : { topP: prompt.topP }),
    ...(prompt.seed === undefined ? {} : { seed: prompt.seed }),
    ...(facts.interface === undefined ? {} : { interface: facts.interface }),
    ...(key === undefined ? {} : { apiKey: key.secret }),
  };
}

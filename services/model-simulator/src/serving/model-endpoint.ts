import { randomUUID } from 'node:crypto';

import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Clock, Logger } from '@botarmy/chassis';

import { answerCall, promptHashOf, taskOf } from '../answering/answer-call';
import { CallLog } from '../calls/call-log';
import type { Failure } from '../calls/failure';
import { CallRefused } from '../calls/failure';
import type { SimulatedCall } from '../calls/simulated-call';
import { SimulatorMetrics } from '../calls/simulator.metrics';
import { SimulatorConfig } from '../config';
import { parseScriptHeader, ScriptError } from '../scripting/parse-script';
import { RuleBook } from '../scripting/rule-book';
import type { Script } from '../scripting/script';
import type { Played } from '../streaming/play-answer';
import { playAnswer } from '../streaming/play-answer';
import { ResponseWriter } from '../streaming/response-writer';
import { CallAbandoned, RunningCalls } from '../streaming/running-calls';
import type { WireFormat } from '../streaming/wire-format';

/** What a provider's controller hands over; `read` throws `CallRefused`. */
export interface Incoming {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly format: WireFormat;
  readonly idPrefix: string;
  readonly read: () => SimulatedCall;
}

/** Answers model calls of every protocol: reads, scripts, logs and plays them. */
@Injectable()
export class ModelEndpoint {
  constructor(
    private readonly config: SimulatorConfig,
    private readonly clock: Clock,
    private readonly rules: RuleBook,
    private readonly log: CallLog,
    private readonly running: RunningCalls,
    private readonly metrics: SimulatorMetrics,
    private readonly logger: Logger,
  ) {}

  /** Takes the reply over and resolves when the answer has ended in whatever way; a defect of ours is answered as 500. */
  async answer({ request, reply, format, idPrefix, read }: Incoming): Promise<void> {
    const id = `${idPrefix}${randomUUID().replaceAll('-', '')}`;
    reply.hijack();
    const signal = this.running.open(reply.raw);
    const writer = new ResponseWriter(reply.raw, this.clock, signal);
    try {
      await this.perform(request, read(), { id, format, writer, signal });
    } catch (error) {
      if (error instanceof CallAbandoned) return;
      if (!(error instanceof CallRefused)) this.logger.error({ error, call_id: id }, 'simulated call failed');
      if (reply.raw.headersSent) return void reply.raw.destroy();
      const failure: Failure =
        error instanceof CallRefused
          ? error.failure
          : { kind: 'server-error', message: 'The simulator has a defect: see its log.' };
      const refusal = format.failure(failure, id);
      await writer.json(refusal.status, refusal.headers, refusal.body);
    }
  }

  private async perform(
    request: FastifyRequest,
    call: SimulatedCall,
    stage: { id: string; format: WireFormat; writer: ResponseWriter; signal: AbortSignal },
  ): Promise<void> {
    const task = taskOf(call);
    const script = this.scriptFor(request, call, task);
    const startedAt = this.clock.now();
    const record = this.log.begin({
      id: stage.id,
      provider: call.provider,
      model: call.model,
      task: task?.taskId ?? null,
      agent: task?.agent || null,
      idempotency_key: headerOf(request, 'idempotency-key') ?? null,
      prompt_sha256: promptHashOf(call),
      streamed: call.stream,
      started_at: startedAt.toISOString(),
      fault: script.fault?.kind ?? null,
    });
    const end = (outcome: 'completed' | 'failed' | 'client-left' | 'stopped', tokens: number): void => {
      record({ ended_at: this.clock.now().toISOString(), outcome, output_tokens: tokens });
      this.metrics.recordCall(call.provider, outcome, tokens);
    };
    try {
      const answer = answerCall(call, task, script, {
        id: stage.id,
        createdAt: Math.floor(startedAt.getTime() / 1000),
      });
      const played: Played = await playAnswer({ call, answer, script, clock: this.clock, ...stage });
      end(played.outcome, played.tokens);
    } catch (error) {
      end(
        stage.signal.aborted && stage.signal.reason instanceof CallAbandoned ? stage.signal.reason.outcome : 'failed',
        0,
      );
      throw stage.signal.aborted ? stage.signal.reason : error;
    }
  }

  private scriptFor(
    request: FastifyRequest,
    call: SimulatedCall,
    task: { taskId: string; agent: string } | undefined,
  ): Script {
    const defaults: Script = {
      latency_ms: this.config.SIMULATOR_LATENCY_MS,
      tokens_per_second: this.config.SIMULATOR_TOKENS_PER_SECOND,
    };
    if (!this.config.SIMULATOR_CONTROL) return defaults;
    const traits = { provider: call.provider, model: call.model, task: task?.taskId, agent: task?.agent };
    const ruled = this.rules.scriptFor(traits);
    const header = headerOf(request, 'x-simulator-script');
    return { ...defaults, ...ruled, ...(header === undefined ? {} : readHeader(header)) };
  }
}

/** A header's single value; undefined when absent or empty. */
export function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return (Array.isArray(value) ? value[0] : value) || undefined;
}

function readHeader(header: string): Script {
  try {
    return parseScriptHeader(header);
  } catch (error) {
    if (error instanceof ScriptError) throw new CallRefused({ kind: 'invalid-request', message: error.message });
    throw error;
  }
}

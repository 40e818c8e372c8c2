import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Clock, Logger } from '@botarmy/chassis';
import { completeModelCallV2, createId, readVirtualKeyAllowance } from '@botarmy/contracts';
import { Asker, StreamClient } from '@botarmy/messaging';
import type { StreamAskOptions } from '@botarmy/messaging';

import { writeAllowance } from './answer/answer-headers';
import type { DoorAnswer } from './answer/door-answer';
import { doorCallerOf } from './door-caller';
import type { DoorCaller } from './door-caller';
import { ModelCatalogue } from './models/model-catalogue';
import type { DoorRequest } from './request/door-request';

/** As long as the official clients wait. */
const TIMEOUT_MS = 600_000;

/** Brings requests of the door to the router. */
@Injectable()
export class DoorCalls {
  constructor(
    private readonly streams: StreamClient,
    private readonly asker: Asker,
    private readonly catalogue: ModelCatalogue,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Unix time in whole seconds. */
  nowS(): number {
    return Math.floor(this.clock.now().getTime() / 1_000);
  }

  /**
   * Asks and collects the answer. With an `Idempotency-Key` a repetition gets the recorded answer and pays nothing; without one every
   * request is a call of its own.
   *
   * @throws {Problem} what refuses the call, or what it failed of.
   */
  async ask(
    request: FastifyRequest,
    { model, question }: DoorRequest,
    operation: string,
    options: StreamAskOptions,
  ): Promise<DoorAnswer> {
    const startMs = this.clock.monotonicMs();
    const { key, caller } = doorCallerOf(request);
    const route = await this.catalogue.resolve(model, key, caller);
    const call = {
      ...question,
      idempotency_key: idempotencyKeyOf(request, key.key_id, operation),
      route,
      scope: scopeOf(key),
      timeout_ms: TIMEOUT_MS,
      on_broken_stream: 'fail' as const,
      on_in_progress: 'refuse' as const,
      ...(request.headers['x-botarmy-cache'] === 'use' ? { cache: 'use' as const } : {}),
    };
    const answer = await this.streams.ask(completeModelCallV2, call, caller, options);
    if (answer.provider_ms === undefined) return answer;
    const overheadMs = Math.max(0, this.clock.monotonicMs() - startMs - answer.provider_ms);
    return { ...answer, overhead_ms: Number(overheadMs.toFixed(1)) };
  }

  /** Writes what is left to the key as headers, where limits apply to it; an answer never fails for want of them. */
  async writeAllowance(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { key, caller } = doorCallerOf(request);
    if (!key.has_rate_limits) return;
    try {
      const allowance = await this.asker.ask(readVirtualKeyAllowance, { key_id: key.key_id }, caller);
      if (!reply.raw.headersSent) writeAllowance(reply, allowance);
    } catch (err) {
      this.logger.warn({ err }, 'what is left to a key could not be read');
    }
  }
}

/** Budgets and the ledger go by the key and its group. */
export function scopeOf({ key_id, group_id }: DoorCaller['key']): { virtual_key_id: string; group_id?: string } {
  return { virtual_key_id: key_id, ...(group_id === null ? {} : { group_id }) };
}

/** The caller's key counts for the same operation under the same API key alone. */
export function idempotencyKeyOf(request: FastifyRequest, keyId: string, operation: string): string {
  const given = request.headers['idempotency-key'];
  return `door/${keyId}/${operation}/${typeof given === 'string' ? given : createId('req')}`;
}

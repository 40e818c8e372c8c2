import { createHash } from 'node:crypto';

import type { CompleteModelCallRequest, ModelCallSettled } from '@botarmy/contracts';
import { modelCallSettled } from '@botarmy/contracts';
import { outgoingMessage } from '@botarmy/messaging';

import type { ProviderAnswer } from '../asking/provider-exchange';
import type { TryOutcome } from '../asking/try-candidates';
import { ProviderFailure } from '../providers/provider-failure';
import { usageOf } from './call-rows';
import type { CallToSettle, HeldCall, RecordedAnswer, RecordedExchange } from './call-rows';

/** Turns what came of a call into its settlement, the news included. */
export function settlementOf(
  call: HeldCall,
  request: CompleteModelCallRequest,
  { exchanges, result }: TryOutcome,
  times: { readonly durationMs: number; readonly settledAt: Date },
): CallToSettle {
  const isFailure = result instanceof ProviderFailure;
  const last = exchanges.at(-1);
  const outcome = {
    status: isFailure ? ('failed' as const) : ('completed' as const),
    error_code: isFailure ? result.code : null,
    provider: last?.provider ?? null,
    model: last?.model ?? null,
    simulated: last?.simulated ?? false,
    input_tokens: last?.input_tokens ?? 0,
    output_tokens: last?.output_tokens ?? 0,
    cost_micros: last?.cost_micros ?? 0,
  };
  const news: ModelCallSettled = {
    call_id: call.call_id,
    workflow_id: request.workflow_id,
    task_id: request.task_id,
    attempt: request.attempt,
    agent_id: request.agent_id,
    outcome: outcome.status,
    error_code: outcome.error_code,
    usage: usageOf({ ...outcome, provider: outcome.provider ?? '', model: outcome.model ?? '' }),
    provider_requests: exchanges.length,
    duration_ms: Math.round(times.durationMs),
    settled_at: times.settledAt.toISOString(),
  };
  const message = outgoingMessage(modelCallSettled, {
    eventId: `${call.call_id}.${call.claim}`,
    tenantId: call.tenant_id,
    key: [request.workflow_id],
    payload: news,
  });
  return {
    ...call,
    ...outcome,
    ...(isFailure ? { finish_reason: null, text: null, text_sha256: null } : answerFieldsOf(result)),
    provider_requests: exchanges.map((exchange): RecordedExchange => ({
      ...exchange,
      claim: call.claim,
      settled: true,
    })),
    messages: [message],
  };
}

function answerFieldsOf({ text, finishReason }: ProviderAnswer) {
  const text_sha256 = createHash('sha256').update(text).digest('hex');
  return { finish_reason: finishReason, text, text_sha256 };
}

/** A fresh answer in the form a replay has. */
export function recordedAnswerOf({ call_id }: HeldCall, answer: ProviderAnswer): RecordedAnswer {
  const { text, finishReason, usage, exchange } = answer;
  return {
    call_id,
    text,
    finish_reason: finishReason,
    provider: exchange.provider,
    model: exchange.model,
    simulated: exchange.simulated,
    input_tokens: usage.inputTokens,
    output_tokens: usage.outputTokens,
    cost_micros: exchange.cost_micros ?? 0,
  };
}

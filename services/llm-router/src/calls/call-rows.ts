import type { ModelUsage } from '@botarmy/contracts';
import type { OutgoingMessage } from '@botarmy/messaging';

import type { ProviderExchange } from '../asking/provider-exchange';
import type { FinishReason } from '../providers/provider';

/** What `begin_calls` takes per call. */
export interface CallToBegin {
  /** Used only when the key is new. */
  readonly call_id: string;
  readonly tenant_id: string;
  readonly idempotency_key: string;
  readonly workflow_id: string;
  readonly task_id: string;
  readonly attempt: number;
  readonly agent_id: string;
  readonly route: string;
  readonly request_sha256: string;
  /** The most the call can cost. */
  readonly reserved_micros: number;
  /** The request that is about to leave. */
  readonly intent: ProviderExchange;
}

/** An answer as it was recorded. */
export interface RecordedAnswer {
  readonly call_id: string;
  readonly text: string;
  readonly finish_reason: FinishReason;
  readonly provider: string;
  readonly model: string;
  readonly simulated: boolean;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cost_micros: number;
}

/** What `begin_calls` says about a call. */
export type BegunCall =
  | { readonly outcome: 'begun'; readonly callId: string; readonly claim: number; readonly isDoubtful: boolean }
  | { readonly outcome: 'replay'; readonly answer: RecordedAnswer }
  | { readonly outcome: 'in-flight' }
  | { readonly outcome: 'budget-exhausted' };

/** The right to report on a call, held since it was begun. */
export interface HeldCall {
  readonly tenant_id: string;
  readonly idempotency_key: string;
  readonly call_id: string;
  readonly claim: number;
}

/** A request as the record keeps it, under the claim that sent it; `settled` once that claim reported. */
export type RecordedExchange = ProviderExchange & { readonly claim: number; readonly settled?: true };

/** What `extend_calls` takes per call: a sign of life, and the requests so far where they changed. */
export type CallToExtend = HeldCall & { readonly provider_requests?: readonly RecordedExchange[] };

/** What `settle_calls` takes per call. */
export interface CallToSettle extends HeldCall {
  readonly status: 'completed' | 'failed';
  readonly error_code: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly simulated: boolean;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cost_micros: number;
  readonly finish_reason: FinishReason | null;
  readonly text: string | null;
  readonly text_sha256: string | null;
  readonly provider_requests: readonly RecordedExchange[];
  readonly messages: readonly OutgoingMessage[];
}

/** What `settle_calls` says about a call; an answer when another owner's counts. */
export interface SettledCall {
  readonly outcome: 'settled' | 'superseded';
  readonly answer?: RecordedAnswer;
}

/** The usage a caller is told of, and the news carries. */
export function usageOf(answer: Omit<RecordedAnswer, 'call_id' | 'text' | 'finish_reason'>): ModelUsage {
  const { provider, model, input_tokens, output_tokens, cost_micros, simulated } = answer;
  return { provider, model, input_tokens, output_tokens, cost_micros, simulated, calls: 1 };
}

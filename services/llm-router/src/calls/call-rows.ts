import type { ModelCallScope, ModelUsage, SpendingCeiling } from '@botarmy/contracts';
import type { OutgoingMessage } from '@botarmy/messaging';

import type { ProviderExchange } from '../asking/provider-exchange';
import type { GuardReport } from '../guardrails/guard-report';
import type { ReasoningPart, ToolCallPart } from '../providers/prompt-part';
import type { FinishReason } from '../providers/provider';
import type { Tier } from '../routes/complexity';
import type { DecisionRecord } from '../routes/decision-record';
import type { ScopeRow } from './call-scopes';
import type { RefusalDetail, RefusalReason } from './refusal-problem';

/** What `begin_calls` takes per call; absent members of the scope are null in the record. */
export interface CallToBegin extends ModelCallScope {
  /** Used only when the key is new. */
  readonly call_id: string;
  readonly tenant_id: string;
  readonly idempotency_key: string;
  readonly route: string;
  readonly request_sha256: string;
  /** What budgets and limits may apply to. */
  readonly scopes: readonly ScopeRow[];
  /** The most the call can cost; null when a price is unknown. */
  readonly reserved_micros: number | null;
  /** What it counts for in limits of tokens per minute until it is settled. */
  readonly held_tokens: number;
  /** What the budgets of its task leave to all calls of the attempt. */
  readonly ceiling?: SpendingCeiling;
  /** True once it goes the route a budget asked for, so that it is not asked again. */
  readonly is_downgraded: boolean;
  readonly has_side_effects: boolean;
  /** How hard the request is, and why these models are asked. */
  readonly tier: Tier;
  readonly decision: DecisionRecord;
  /** True for a model that is asked besides: nobody gets its answer. */
  readonly is_shadow?: true;
  /** The request that is about to leave. */
  readonly intent: ProviderExchange;
  readonly cache_permission?: string;
  readonly cache_key?: string;
}

/** What an answer consists of besides its text. */
export interface AnswerContent {
  readonly reasoning: readonly ReasoningPart[];
  readonly tool_calls: readonly ToolCallPart[];
  readonly raw_finish_reason: string;
  readonly raw_usage?: Readonly<Record<string, unknown>>;
  readonly usage_estimated?: boolean;
  /** What guardrails found in question and answer; never a value. */
  readonly guardrails?: GuardReport;
}

/** An answer as it was recorded. */
export interface RecordedAnswer {
  readonly call_id: string;
  readonly text: string;
  readonly finish_reason: FinishReason;
  readonly provider: string;
  readonly model: string;
  readonly simulated: boolean;
  /** Totals; the classes below are parts of them. */
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cache_write_tokens: number;
  readonly cache_read_tokens: number;
  readonly reasoning_tokens: number;
  /** Null when the price is unknown. */
  readonly cost_micros: number | null;
  /** Absent where an earlier version recorded the answer. */
  readonly content: AnswerContent | null;
  /** Milliseconds providers took, of an answer that was just made; absent for one from the record. */
  readonly provider_ms?: number;
}

/** What `begin_calls` says about a call. */
export type BegunCall =
  | { readonly outcome: 'begun'; readonly callId: string; readonly claim: number; readonly isDoubtful: boolean }
  | { readonly outcome: 'replay' | 'cached'; readonly answer: RecordedAnswer }
  | { readonly outcome: 'in-flight'; readonly callId: string; readonly claimEndsAt: string }
  | { readonly outcome: 'outcome-unknown'; readonly callId: string }
  | { readonly outcome: 'downgrade'; readonly route: string; readonly budgetId: string }
  | { readonly outcome: RefusalReason; readonly detail: RefusalDetail };

/** The right to report on a call, held since it was begun. */
export interface HeldCall {
  readonly tenant_id: string;
  readonly idempotency_key: string;
  readonly call_id: string;
  readonly claim: number;
}

/** A request as the record keeps it, under the claim that sent it; `settled` once that claim reported. */
export type RecordedExchange = Omit<ProviderExchange, 'cost_micros'> & {
  readonly claim: number;
  readonly settled?: true;
  /** Absent when the price is unknown, or nothing was used. */
  readonly cost_micros?: number;
  readonly price_version?: string;
};

/** What `extend_calls` takes per call: a sign of life, and the requests so far where they changed. */
export type CallToExtend = HeldCall & { readonly provider_requests?: readonly RecordedExchange[] };

/** What `settle_calls` takes per call. */
export interface CallToSettle extends HeldCall {
  readonly status: 'completed' | 'failed';
  readonly error_code: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly simulated: boolean;
  /** Totals of the last request; the classes are parts of them. */
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cache_write_tokens: number;
  readonly cache_read_tokens: number;
  readonly reasoning_tokens: number;
  /** All that was paid under this claim, as far as it is known. */
  readonly cost_micros: number;
  /** The part of it the last request cost. */
  readonly answer_micros: number;
  /** False when a request was paid at an unknown price. */
  readonly is_cost_known: boolean;
  readonly price_version: string | null;
  readonly finish_reason: FinishReason | null;
  readonly text: string | null;
  readonly text_sha256: string | null;
  readonly content: AnswerContent | Pick<AnswerContent, 'guardrails'> | null;
  readonly provider_requests: readonly RecordedExchange[];
  readonly messages: readonly OutgoingMessage[];
  readonly cache_permission?: string;
  readonly cache_key?: string;
  readonly cache_ttl_s?: number;
}

/** What `settle_calls` says about a call; an answer when another owner's counts. */
export interface SettledCall {
  readonly outcome: 'settled' | 'superseded';
  readonly answer?: RecordedAnswer;
}

/** The usage a caller of the first version is told of, and the news carries. It has no word for an unknown cost. */
export function usageOf(
  answer: Pick<RecordedAnswer, 'provider' | 'model' | 'input_tokens' | 'output_tokens' | 'cost_micros' | 'simulated'>,
): ModelUsage {
  const { provider, model, input_tokens, output_tokens, cost_micros, simulated } = answer;
  return { provider, model, input_tokens, output_tokens, cost_micros: cost_micros ?? 0, simulated, calls: 1 };
}

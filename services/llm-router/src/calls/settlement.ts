import { createHash } from 'node:crypto';

import type { ProviderAnswer } from '../asking/provider-exchange';
import type { TryOutcome } from '../asking/try-candidates';
import type { CacheScope } from '../cache/cache-key';
import type { GuardReport } from '../guardrails/guard-report';
import type { PricedExchange } from '../prices/price-exchanges';
import { ProviderFailure } from '../providers/provider-failure';
import type { AnswerContent, CallToBegin, CallToSettle, HeldCall, RecordedAnswer, RecordedExchange } from './call-rows';
import { settledNews } from './settled-news';

/** What came of a call, and when. */
export interface CallEnd {
  readonly exchanges: readonly PricedExchange[];
  readonly result: TryOutcome['result'];
  /** What was passed on of an answer that broke off. */
  readonly partialText: string;
  readonly durationMs: number;
  readonly settledAt: Date;
  /** What was found in question and answer; undefined when nothing. */
  readonly guardrails?: GuardReport | undefined;
}

/** Turns what came of a call into its settlement, the news included. */
export function settlementOf(
  held: HeldCall,
  row: CallToBegin,
  end: CallEnd,
  cache: CacheScope | undefined,
): CallToSettle {
  const { exchanges, result } = end;
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
    cache_write_tokens: last?.cache_write_tokens ?? 0,
    cache_read_tokens: last?.cache_read_tokens ?? 0,
    reasoning_tokens: last?.reasoning_tokens ?? 0,
    cost_micros: exchanges.reduce((sum, { cost_micros = 0 }) => sum + cost_micros, 0),
    answer_micros: last?.cost_micros ?? 0,
    is_cost_known: exchanges.every(isCostKnown),
    price_version: last?.price_version ?? null,
  };
  const kept = isFailure || cache === undefined ? {} : cacheFieldsOf(cache);
  return {
    ...held,
    ...outcome,
    ...(isFailure ? partFieldsOf(end) : answerFieldsOf(result, end.guardrails)),
    ...kept,
    provider_requests: exchanges.map((exchange): RecordedExchange => ({
      ...exchange,
      claim: held.claim,
      settled: true,
    })),
    // A workflow is not charged for what was asked for comparison.
    messages: row.is_shadow === true ? [] : [settledNews(held, row, outcome, end)],
  };
}

/** A part of an answer is kept, and never given as the answer. */
function partFieldsOf({ partialText, guardrails }: CallEnd) {
  const content = guardrails === undefined ? null : { guardrails };
  return { finish_reason: null, text: partialText === '' ? null : partialText, text_sha256: null, content };
}

function cacheFieldsOf({ permission, key, ttlS }: CacheScope) {
  return { cache_permission: permission, cache_key: key, cache_ttl_s: ttlS };
}

/** What was used and not priced has an unknown cost. */
function isCostKnown({ input_tokens, cost_micros }: PricedExchange): boolean {
  return input_tokens === undefined || cost_micros !== undefined;
}

function answerFieldsOf(answer: ProviderAnswer, guardrails?: GuardReport) {
  const { text, finishReason } = answer;
  const text_sha256 = createHash('sha256').update(text).digest('hex');
  return { finish_reason: finishReason, text, text_sha256, content: contentOf(answer, guardrails) };
}

function contentOf(
  { reasoning, toolCalls, rawFinishReason, exchange }: ProviderAnswer,
  guardrails?: GuardReport,
): AnswerContent {
  const { raw_usage, usage_estimated } = exchange;
  return {
    reasoning,
    tool_calls: toolCalls,
    raw_finish_reason: rawFinishReason,
    ...(raw_usage === undefined ? {} : { raw_usage }),
    ...(usage_estimated === undefined ? {} : { usage_estimated }),
    ...(guardrails === undefined ? {} : { guardrails }),
  };
}

/** A fresh answer in the form a replay has. */
export function recordedAnswerOf(
  { call_id }: HeldCall,
  answer: ProviderAnswer,
  settlement: CallToSettle,
): RecordedAnswer {
  const { exchange } = answer;
  const { input_tokens, output_tokens, cache_write_tokens, cache_read_tokens, reasoning_tokens } = settlement;
  return {
    call_id,
    text: answer.text,
    finish_reason: answer.finishReason,
    provider: exchange.provider,
    model: exchange.model,
    simulated: exchange.simulated,
    input_tokens,
    output_tokens,
    cache_write_tokens,
    cache_read_tokens,
    reasoning_tokens,
    cost_micros: settlement.is_cost_known ? settlement.answer_micros : null,
    content: contentOf(answer),
    provider_ms: settlement.provider_requests.reduce((sum, request) => sum + (request.duration_ms ?? 0), 0),
  };
}

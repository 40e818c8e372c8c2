import type { TokenUsage } from '../models/model';
import type { ReasoningPart, ToolCallPart } from '../providers/prompt-part';
import type { FinishReason } from '../providers/provider';
import type { FailureCode } from '../providers/provider-failure';

/** One request to a provider as the call record keeps it; wire form of `provider_requests`. */
export interface ProviderExchange {
  readonly provider: string;
  readonly model: string;
  readonly simulated: boolean;
  /** The tenant's own key it was asked with; absent for the installation's. */
  readonly key_id?: string;
  readonly started_at: string;
  /** `abandoned`: its owner vanished and nobody knows how it ended. */
  readonly outcome: 'in-flight' | 'completed' | 'failed' | 'abandoned';
  readonly error_code?: FailureCode;
  readonly http_status?: number;
  readonly duration_ms?: number;
  /** How long it waited for its turn before it left. */
  readonly queued_ms?: number;
  readonly first_token_ms?: number;
  readonly input_tokens?: number;
  readonly output_tokens?: number;
  /** Parts of the totals above. */
  readonly cache_write_tokens?: number;
  readonly cache_read_tokens?: number;
  readonly reasoning_tokens?: number;
  /** What the provider said it used, as it said it. */
  readonly raw_usage?: Readonly<Record<string, unknown>>;
  /** True when the provider did not say what was used. */
  readonly usage_estimated?: boolean;
  readonly cost_micros?: number;
  readonly raw_finish_reason?: string;
}

/** A whole answer. */
export interface ProviderAnswer {
  readonly text: string;
  readonly reasoning: readonly ReasoningPart[];
  readonly toolCalls: readonly ToolCallPart[];
  readonly finishReason: FinishReason;
  readonly rawFinishReason: string;
  readonly usage: TokenUsage;
  readonly exchange: ProviderExchange;
}

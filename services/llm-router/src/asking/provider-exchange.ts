import type { TokenUsage } from '../models/model';
import type { FinishReason } from '../providers/provider';
import type { FailureCode } from '../providers/provider-failure';

/** One request to a provider as the call record keeps it; wire form of `provider_requests`. */
export interface ProviderExchange {
  readonly provider: string;
  readonly model: string;
  readonly simulated: boolean;
  readonly started_at: string;
  /** `abandoned`: its owner vanished and nobody knows how it ended. */
  readonly outcome: 'in-flight' | 'completed' | 'failed' | 'abandoned';
  readonly error_code?: FailureCode;
  readonly http_status?: number;
  readonly duration_ms?: number;
  readonly first_token_ms?: number;
  readonly input_tokens?: number;
  readonly output_tokens?: number;
  /** True when the provider did not say what was used. */
  readonly usage_estimated?: boolean;
  readonly cost_micros?: number;
  readonly raw_finish_reason?: string;
}

/** A whole answer. */
export interface ProviderAnswer {
  readonly text: string;
  readonly finishReason: FinishReason;
  readonly usage: TokenUsage;
  readonly exchange: ProviderExchange;
}

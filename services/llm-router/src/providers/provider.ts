import type { TokenUsage } from '../models/model';
import type { ProviderFailure } from './provider-failure';

/** One turn of a conversation. */
export interface PromptMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** Why an answer ended, in the platform's words. */
export type FinishReason = 'stop' | 'length' | 'content_filter' | 'other';

/** What a provider is asked, in no provider's words. */
export interface ProviderRequest {
  readonly model: string;
  readonly messages: readonly PromptMessage[];
  /** Most tokens of the answer, reasoning included. */
  readonly maxOutputTokens: number;
  /** Absent when the model takes none. */
  readonly temperature?: number;
  /** Fields of the provider's own request, from the model's facts. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly idempotencyKey: string;
  /** Aborting it closes the connection. */
  readonly signal: AbortSignal;
}

/** The regular end of an answer, unified and raw values side by side. */
export interface ProviderEnd {
  readonly kind: 'end';
  readonly finishReason: FinishReason;
  readonly rawFinishReason: string;
  /** Absent when the provider did not say. */
  readonly usage: TokenUsage | undefined;
}

/** What a stream yields; `alive` stands for every event without text. */
export type ProviderPiece = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'alive' } | ProviderEnd;

/** Where and with which key a provider is reached. */
export interface ProviderEndpoint {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** True when the model simulator is behind it. */
  readonly simulated: boolean;
}

/** A configured provider. */
export interface Provider {
  readonly id: string;
  /** Value of `gen_ai.provider.name` in the OpenTelemetry conventions. */
  readonly telemetryName: string;
  readonly simulated: boolean;
  /** Streams an answer; the last piece is the end. Throws what the SDK throws, or `ProviderFailure` for an answer without end. */
  stream(request: ProviderRequest): AsyncIterable<ProviderPiece>;
  /** Says in the platform's words what an error thrown by `stream` means. */
  failureOf(error: unknown): ProviderFailure;
}

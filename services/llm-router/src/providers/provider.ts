import type { TokenUsage } from '../models/model';
import type {
  OutputFormat,
  PromptMessage,
  ReasoningEffort,
  ReasoningPart,
  ToolCallPart,
  ToolChoice,
  ToolDefinition,
} from './prompt-part';
import type { ProviderFailure } from './provider-failure';

/** Why an answer ended, in the platform's words. */
export type FinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter' | 'other';

/** What a provider is asked, in no provider's words. */
export interface ProviderRequest {
  readonly model: string;
  readonly messages: readonly PromptMessage[];
  readonly tools: readonly ToolDefinition[];
  readonly toolChoice?: ToolChoice;
  readonly parallelToolCalls?: boolean;
  readonly output: OutputFormat;
  readonly reasoningEffort?: ReasoningEffort;
  readonly topP?: number;
  readonly stop: readonly string[];
  readonly seed?: number;
  /** Most tokens of the answer, reasoning included. */
  readonly maxOutputTokens: number;
  /** Absent when the model takes none. */
  readonly temperature?: number;
  /** Fields of the provider's own request, from the model's facts. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly idempotencyKey: string;
  /** Which of the provider's interfaces is asked, where there are several. */
  readonly interface?: string;
  /** A key of the tenant's own instead of the installation's. */
  readonly apiKey?: string;
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
  readonly rawUsage: Readonly<Record<string, unknown>> | undefined;
  readonly reasoning: readonly ReasoningPart[];
  readonly toolCalls: readonly ToolCallPart[];
}

/**
 * What a stream yields; `alive` stands for every event without text, with the number of characters of reasoning or arguments in
 * it; `usage` for counts that are known before the end.
 */
export type ProviderPiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'alive'; readonly characters?: number }
  | { readonly kind: 'usage'; readonly usage: TokenUsage }
  | ProviderEnd;

/** Where and with which key a provider is reached. */
export interface ProviderEndpoint {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** True when the model simulator is behind it. */
  readonly simulated: boolean;
  readonly compatibility?: Compatibility;
}

/** What an endpoint that speaks somebody else's protocol wants differently. */
export interface Compatibility {
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** The field that limits the answer. */
  readonly outputLimitField?: 'max_completion_tokens' | 'max_tokens';
}

/** A configured provider. */
export interface Provider {
  readonly id: string;
  /** Value of `gen_ai.provider.name` in the OpenTelemetry conventions. */
  readonly telemetryName: string;
  readonly simulated: boolean;
  /** Where it is asked. */
  readonly baseUrl?: string;
  /** Streams an answer; the last piece is the end. Throws what the SDK throws, or `ProviderFailure` for an answer without end. */
  stream(request: ProviderRequest): AsyncIterable<ProviderPiece>;
  /** Says in the platform's words what an error thrown by `stream` means. */
  failureOf(error: unknown): ProviderFailure;
}

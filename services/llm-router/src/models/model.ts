import type { Capability } from './capability';
import type { FactSource } from './fact-source';

/** What the router has to know about a model before it asks it; prices and limits are data. */
export interface ModelFacts {
  /** The provider's id of the model. */
  readonly model: string;
  /** Absent when nobody knows it. */
  readonly price?: ModelPrice;
  /** Most tokens one answer may have, reasoning included. */
  readonly maxOutputTokens: number;
  /** Tokens the model may spend on reasoning; they are added to what the caller allows for the text. */
  readonly reasoningTokens: number;
  /** False where the provider refuses a temperature. */
  readonly acceptsTemperature: boolean;
  /** Fields of the provider's own request, sent as they are. */
  readonly options: Readonly<Record<string, unknown>>;
  /** What it can do besides text; a request that needs anything else is never sent to it. */
  readonly capabilities: ReadonlySet<Capability>;
  /** Most tokens of input and output together; unlimited where absent. */
  readonly contextTokens?: number;
  /** Which of its provider's interfaces it is asked through, where there are several. */
  readonly interface?: string;
  /** Where it is run; a request bound to regions is sent only to a model run in one of them. */
  readonly regions?: readonly string[];
  /** Labels of data it may see, such as `personal`. */
  readonly clearedFor?: readonly string[];
  /** Where all this was taken from; absent where nobody says. */
  readonly facts?: FactSource;
}

/** Millionths of a US dollar per million tokens. */
export interface ModelPrice {
  readonly input: number;
  readonly output: number;
  /** Input read from, or written to, the provider's cache; as other input where absent. */
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
  /** The price of the whole call once its input is longer than this. */
  readonly longInput?: { readonly aboveTokens: number } & Omit<ModelPrice, 'longInput'>;
}

/**
 * Tokens a call used, as the provider counts them. Reasoning counts as output, what was read from or written to the provider's
 * cache as input; the classes are parts of the totals.
 */
export interface TokenUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheWriteTokens: number;
  readonly cacheReadTokens: number;
  readonly reasoningTokens: number;
}

/** What the router has to know about a model before it asks it; prices and limits are data. */
export interface ModelFacts {
  /** The provider's id of the model. */
  readonly model: string;
  readonly price: ModelPrice;
  /** Most tokens one answer may have, reasoning included. */
  readonly maxOutputTokens: number;
  /** Tokens the model may spend on reasoning; they are added to what the caller allows for the text. */
  readonly reasoningTokens: number;
  /** False where the provider refuses a temperature. */
  readonly acceptsTemperature: boolean;
  /** Fields of the provider's own request, sent as they are. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** Millionths of a US dollar per million tokens. */
export interface ModelPrice {
  readonly input: number;
  readonly output: number;
  /** The price of the whole call once its input is longer than this. */
  readonly longInput?: { readonly aboveTokens: number; readonly input: number; readonly output: number };
}

/** Tokens a call used, as the provider counts them. Reasoning counts as output. */
export interface TokenUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** So many characters one token has at most on average; text of real models stays below. */
const MOST_CHARACTERS_PER_TOKEN = 6;

/**
 * Counts what a running answer has used at least: a piece is at least one token, and so are six characters. A model that keeps
 * to its limit never reaches it here; one that does not is noticed with the piece that goes beyond.
 */
export class OutputMeter {
  private pieces = 0;
  private characters = 0;

  constructor(
    private readonly limitTokens: number,
    private readonly onExhausted: () => void,
  ) {}

  /** Tokens used at least. */
  get tokens(): number {
    return Math.max(this.pieces, Math.ceil(this.characters / MOST_CHARACTERS_PER_TOKEN));
  }

  /** A piece of text arrived. */
  add(text: string): void {
    this.pieces += 1;
    this.characters += text.length;
    if (this.tokens > this.limitTokens) this.onExhausted();
  }

  /** Another candidate starts from nothing. */
  reset(): void {
    this.pieces = 0;
    this.characters = 0;
  }
}

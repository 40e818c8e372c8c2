/** Fewer than any provider's tokenizer needs for prose, so the estimate errs on the side of too many tokens. */
const BYTES_PER_TOKEN = 3.5;

/** Tokens a text takes at most, roughly: counted in UTF-8 bytes, so that scripts of wide characters are not underrated. */
export function estimateTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN);
}

/** How many characters surely fit into so many tokens, when each is one byte. */
export function charactersOf(tokens: number): number {
  return Math.floor(tokens * BYTES_PER_TOKEN);
}

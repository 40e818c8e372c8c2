/** Where facts about a model were taken from, and when. They were entered by hand; nothing here checks them against the provider. */
export interface FactSource {
  /** The page or person they come from. */
  readonly source: string;
  /** The day they were entered, YYYY-MM-DD. */
  readonly asOf: string;
}

/** The day the facts that come with the router were entered. */
export const FACTS_AS_OF = '2026-11-23';

export const FACTS_FROM_OPENAI = factsFrom('developers.openai.com');
export const FACTS_FROM_ANTHROPIC = factsFrom('platform.claude.com');
export const FACTS_FROM_GOOGLE = factsFrom('ai.google.dev');

function factsFrom(source: string): { readonly facts: FactSource } {
  return { facts: { source, asOf: FACTS_AS_OF } };
}

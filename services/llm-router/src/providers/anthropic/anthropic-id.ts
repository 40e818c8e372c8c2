/** Id of Anthropic in routes, records and the provenance of reasoning. */
export const ANTHROPIC_ID = 'anthropic';

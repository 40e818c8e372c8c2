/** Id of OpenAI in routes, records and the provenance of reasoning. */
export const OPENAI_ID = 'openai';

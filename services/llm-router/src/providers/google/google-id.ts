/** Id of Google in routes, records and the provenance of reasoning. */
export const GOOGLE_ID = 'google';

import type { CompleteModelCallV2Reply } from '@botarmy/contracts';

/** The router's reply, and what the platform took of the time besides the providers, the way to the router and back included. */
export type DoorAnswer = CompleteModelCallV2Reply & { readonly overhead_ms?: number };

import type { CompleteModelCallV2Request } from '@botarmy/contracts';

/** What a caller of the door says about the answer it wants; who calls and under which key is added later. */
export type DoorQuestion = Omit<CompleteModelCallV2Request, 'idempotency_key' | 'route' | 'scope' | 'timeout_ms'>;

/** A request of the door in the platform's words. */
export interface DoorRequest {
  /** As the caller named it. */
  readonly model: string;
  readonly question: DoorQuestion;
  readonly isStreamed: boolean;
  /** Whether a streamed answer ends with the tokens it used. */
  readonly includesUsage: boolean;
}

/** Most tokens of an answer where the caller does not say. */
export const DEFAULT_OUTPUT_TOKENS = 4_096;
/** Most a caller may ask for; a model's own limit is kept below it. */
export const MOST_OUTPUT_TOKENS = 200_000;

/** Fields without those that are undefined. */
export function given<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}

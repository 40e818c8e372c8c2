import type { HitlAnswer } from '@botarmy/contracts';

/** One person's answer to one request. */
export interface Answer {
  readonly tenantId: string;
  readonly requestId: string;
  readonly response: HitlAnswer;
  readonly feedback: string;
  readonly modifications: readonly string[];
  readonly userId: string;
  readonly userName: string;
  readonly idempotencyKey: string | undefined;
  readonly answeredAt: Date;
}

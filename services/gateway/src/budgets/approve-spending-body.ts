import { Count, Text } from '@botarmy/contracts';

/** Allows spending beyond the threshold at which a budget asks. */
export class ApproveSpendingBody {
  /** The account as the refusal names it. */
  @Text({ min: 1, max: 300 }) scope_id!: string;
  /** Millionths of a US dollar up to which may be spent in the current window. */
  @Count() up_to_micros!: number;
}

import { defineEvent } from '../define-message';
import { Count, Identifier, OneOf, Text, Timestamp } from '../fields';

/** A budget reached one of its thresholds; told once per account and window. */
export class BudgetThresholdReached {
  @Identifier() budget_id!: string;
  @Text({ max: 100 }) name!: string;
  @Text({ max: 32 }) scope_kind!: string;
  @Text({ max: 300 }) scope_id!: string;
  @Text({ max: 16 }) period!: string;
  /** What happens from here on: a word to people, a cheaper route, a person's approval, no call any more. */
  @OneOf(['warn', 'downgrade', 'ask', 'stop']) level!: 'warn' | 'downgrade' | 'ask' | 'stop';
  @Count({ max: 100 }) percent!: number;
  @Count() limit_micros!: number;
  @Count() spent_micros!: number;
  @Count() reserved_micros!: number;
  @Timestamp() reached_at!: string;
}

/** News for people who watch spending. */
export const budgetThresholdReached = defineEvent({
  entity: 'budget',
  verb: 'threshold-reached',
  version: 1,
  payload: BudgetThresholdReached,
  producers: ['llm-router'],
  key: ['budget_id'],
  description: 'A budget reached one of its thresholds.',
});

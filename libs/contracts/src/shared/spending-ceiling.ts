import { Count } from '../fields';

/** Code of the refusal of a call that does not fit into its task's ceiling. */
export const TASK_BUDGET_EXHAUSTED = 'task-budget-exhausted';

/** What may be used at most; what is absent is not bounded. */
export class SpendingCeiling {
  /** Input and output tokens together. */
  @Count({ optional: true }) tokens?: number;
  /** Millionths of a US dollar. */
  @Count({ optional: true }) cost_micros?: number;
}

import type { CompiledProcess, CompiledTask } from '../definition/compiled-process';
import { budgetsOf } from './budget';
import type { BudgetStanding } from './budget';
import type { Transcript } from './transcript';
import type { WorkflowState } from './workflow';

/** What the router says when the budgets of the process leave an attempt too little for a call. */
export const TASK_BUDGET_EXHAUSTED = 'task-budget-exhausted';

/** The budget that leaves a task the least, of tokens or of money, when it is one that people may grant again. */
export function budgetToAskFor(
  task: CompiledTask,
  state: WorkflowState,
  process: CompiledProcess,
): BudgetStanding | undefined {
  const budgets = budgetsOf(task, state, process);
  const tightest = (['tokens', 'cost_micros'] as const).flatMap((unit) => {
    const left = budgets.flatMap((budget) => {
      const limit = budget.limit[unit];
      return limit === null ? [] : [{ budget, amount: limit - budget.spent[unit] }];
    });
    return left.length === 0 ? [] : [left.reduce((least, one) => (one.amount < least.amount ? one : least)).budget];
  });
  return tightest.find(({ on_exhausted }) => on_exhausted === 'pause');
}

/** Records that a budget is used up, and holds the workflow for a person where the budget says so; one that is held stays so. */
export function exhaustBudget(budget: BudgetStanding, transcript: Transcript): void {
  const { key, scope, limit, spent, on_exhausted } = budget;
  transcript.record('budget-exhausted', { budget: key, scope, limit, spent, on_exhausted });
  if (on_exhausted === 'fail' || transcript.state.pause !== null) return;
  transcript.record('workflow-paused', { mode: 'safe-point', paused_by: 'budget', interrupted: [] });
}

import { Problem } from '@botarmy/chassis';
import type { FieldProblem } from '@botarmy/chassis';
import type { SetBudgetRequest } from '@botarmy/contracts';

const RATES = ['requests_per_minute', 'tokens_per_minute', 'max_concurrent'] as const;
const MONEY = ['limit_micros', 'warn_percent', 'downgrade_percent', 'downgrade_route', 'ask_percent'] as const;

/**
 * What the shape of a request does not say.
 *
 * @throws {Problem} 400 `invalid-budget` naming every field that is wrong.
 */
export function checkBudget(budget: SetBudgetRequest): void {
  const errors = problemsOf(budget);
  if (errors.length === 0) return;
  const detail = 'The budget contradicts itself: correct the fields listed under "errors".';
  throw new Problem({ status: 400, code: 'invalid-budget', title: 'Invalid budget', detail, errors });
}

function problemsOf(budget: SetBudgetRequest): FieldProblem[] {
  const errors: FieldProblem[] = [];
  const refuse = (path: string, message: string): void => void errors.push({ path, message });
  const isLimit = budget.period === 'minute';
  for (const path of isLimit ? MONEY : RATES) {
    if (budget[path] !== undefined) refuse(path, `a budget of the period "${budget.period}" has no ${path}`);
  }
  if (isLimit && RATES.every((rate) => budget[rate] === undefined)) {
    refuse('period', `a limit needs at least one of ${RATES.join(', ')}`);
  }
  if (!isLimit && budget.limit_micros === undefined)
    refuse('limit_micros', 'a budget needs a limit in millionths of a dollar');
  if ((budget.downgrade_percent === undefined) !== (budget.downgrade_route === undefined)) {
    refuse('downgrade_route', 'downgrade_percent and downgrade_route belong together');
  }
  if (budget.scope_kind === 'call' && (budget.scope_id !== '*' || budget.period !== 'total')) {
    refuse('scope_id', 'a budget for calls is for each of them: scope_id "*", period "total"');
  }
  return errors;
}

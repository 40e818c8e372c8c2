import { COMPENSATION_STAGE_ID } from '../definition/compensations';
import type { Budget, CompiledProcess, CompiledTask } from '../definition/compiled-process';
import { instanceId } from '../model/instance-ids';
import type { BudgetScope, Spent } from '../model/workflow-values';
import { stageOf } from './process-lookup';
import type { WorkflowState } from './workflow';

/** A budget that concerns a task, with what is spent of it. */
export interface BudgetStanding {
  /** `workflow`, `stage:<id>` or `task:<id>`. */
  readonly key: string;
  readonly scope: BudgetScope;
  readonly on_exhausted: Budget['on_exhausted'];
  /** With what people granted again. */
  readonly limit: { readonly tokens: number | null; readonly cost_micros: number | null };
  readonly spent: Spent;
}

/** What is left for an attempt; null where nothing bounds it. */
export interface BudgetRemainder {
  readonly tokens: number | null;
  readonly cost_micros: number | null;
}

/** Every budget a task of the file draws on: its own, its stage's, the workflow's. */
export function budgetsOf(
  task: CompiledTask,
  state: WorkflowState,
  process: CompiledProcess,
): readonly BudgetStanding[] {
  const stage = stageOf(process, task.stage_id);
  const standings: BudgetStanding[] = [];
  if (task.budget !== undefined)
    standings.push(standing(`task:${task.id}`, 'task', task.budget, spentOf(task, state), state));
  if (stage.budget !== undefined) {
    const spent = state.stages[stage.id]?.spent ?? { tokens: 0, cost_micros: 0 };
    standings.push(standing(`stage:${stage.id}`, 'stage', stage.budget, spent, state));
  }
  if (process.budget !== undefined) {
    const { input_tokens, output_tokens, cost_micros } = state.usage;
    const spent = { tokens: input_tokens + output_tokens, cost_micros };
    standings.push(standing('workflow', 'workflow', process.budget, spent, state));
  }
  return standings;
}

/** True when nothing is left of a budget. */
export function isUsedUp({ limit, spent }: BudgetStanding): boolean {
  return (
    (limit.tokens !== null && spent.tokens >= limit.tokens) ||
    (limit.cost_micros !== null && spent.cost_micros >= limit.cost_micros)
  );
}

/** What the next attempt of a task may use: the least that any of its budgets leaves; undefined without budgets. */
export function budgetLeft(
  task: CompiledTask,
  state: WorkflowState,
  process: CompiledProcess,
): BudgetRemainder | undefined {
  if (task.stage_id === COMPENSATION_STAGE_ID) return undefined;
  if (
    task.budget === undefined &&
    process.budget === undefined &&
    stageOf(process, task.stage_id).budget === undefined
  ) {
    return undefined;
  }
  const standings = budgetsOf(task, state, process);
  const least = (field: keyof Spent) => {
    const left = standings.flatMap(({ limit, spent }) => {
      const bound = limit[field];
      return bound === null ? [] : [Math.max(0, bound - spent[field])];
    });
    return left.length === 0 ? null : Math.min(...left);
  };
  return { tokens: least('tokens'), cost_micros: least('cost_micros') };
}

function standing(key: string, scope: BudgetScope, budget: Budget, spent: Spent, state: WorkflowState): BudgetStanding {
  const times = (state.grants[key] ?? 0) + 1;
  const limit = {
    tokens: budget.tokens === null ? null : budget.tokens * times,
    cost_micros: budget.cost_micros === null ? null : budget.cost_micros * times,
  };
  return { key, scope, on_exhausted: budget.on_exhausted, limit, spent };
}

/** Usage of a task, or of all its instances. */
function spentOf(task: CompiledTask, state: WorkflowState): Spent {
  const stage = state.stages[task.stage_id];
  const ids = stage?.groups[task.id]?.map((_item, index) => instanceId(task.id, index)) ?? [task.id];
  return ids.reduce<Spent>(
    (sum, id) => {
      const spent = stage?.tasks[id]?.spent;
      return { tokens: sum.tokens + (spent?.tokens ?? 0), cost_micros: sum.cost_micros + (spent?.cost_micros ?? 0) };
    },
    { tokens: 0, cost_micros: 0 },
  );
}

import type { Budget, CompiledProcess, CompiledTask } from '../definition/compiled-process';
import { budgetToAskFor } from './budget-hold';
import type { WorkflowState } from './workflow';

const tokens = (amount: number, on_exhausted: Budget['on_exhausted']): Budget => ({
  tokens: amount,
  cost_micros: null,
  on_exhausted,
});
const money = (amount: number, on_exhausted: Budget['on_exhausted']): Budget => ({
  tokens: null,
  cost_micros: amount,
  on_exhausted,
});

/** 100 tokens and 50 micros are spent of every budget. */
const spent = { tokens: 100, cost_micros: 50 };
const state = {
  stages: { work: { groups: {}, tasks: { paper: { spent } }, spent } },
  usage: { input_tokens: 60, output_tokens: 40, cost_micros: 50 },
  grants: {},
} as unknown as WorkflowState;

function asked(budgets: { task?: Budget; stage?: Budget; workflow?: Budget }): string | undefined {
  const task = { id: 'paper', stage_id: 'work', budget: budgets.task } as unknown as CompiledTask;
  const process = { stages: [{ id: 'work', budget: budgets.stage }], budget: budgets.workflow };
  return budgetToAskFor(task, state, process as unknown as CompiledProcess)?.key;
}

describe('the budget a person is asked to grant again', () => {
  it('is the one that leaves the least', () => {
    expect(asked({ task: tokens(900, 'pause'), stage: tokens(300, 'pause'), workflow: tokens(500, 'pause') })).toBe(
      'stage:work',
    );
    expect(asked({ task: money(60, 'pause'), workflow: money(90, 'pause') })).toBe('task:paper');
  });

  it('is none where the tightest lets the task fail, or where there is no budget', () => {
    expect(asked({ task: tokens(200, 'fail'), workflow: tokens(500, 'pause') })).toBeUndefined();
    expect(asked({})).toBeUndefined();
  });

  it('is that of money where only money may be granted again', () => {
    expect(asked({ task: tokens(200, 'fail'), stage: money(90, 'pause') })).toBe('stage:work');
  });
});

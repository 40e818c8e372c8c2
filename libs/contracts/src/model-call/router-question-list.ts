import { approveSpending, listBudgets, removeBudget, setBudget } from '../budget/budget-questions.v1';
import type { QuestionDeclaration } from '../define-question';
import { getUsageTotals, readLedger, repriceLedger } from '../ledger/ledger-questions.v1';
import { completeModelCall } from './complete-model-call.v1';
import { completeModelCallV2 } from './complete-model-call.v2';
import { getRouterStatus } from './router-questions.v1';

/** Every question the router answers. */
export const ROUTER_QUESTIONS: readonly QuestionDeclaration[] = [
  approveSpending,
  completeModelCall,
  completeModelCallV2,
  getRouterStatus,
  getUsageTotals,
  listBudgets,
  readLedger,
  removeBudget,
  repriceLedger,
  setBudget,
];

import { approveSpending, listBudgets, removeBudget, setBudget } from '../budget/budget-questions.v1';
import { listBudgetsV2, removeBudgetV2, setBudgetV2 } from '../budget/budget-questions.v2';
import type { QuestionDeclaration } from '../define-question';
import {
  listGuardrailPolicies,
  removeGuardrailPolicy,
  revealPlaceholders,
  setGuardrailPolicy,
} from '../guardrail/guardrail-questions.v1';
import { getUsageTotals, readLedger, repriceLedger } from '../ledger/ledger-questions.v1';
import { getUsageTotalsV2, readLedgerV2 } from '../ledger/ledger-questions.v2';
import { listPrices, setPrice } from '../ledger/price-questions.v1';
import {
  addProviderKey,
  listProviderKeys,
  refreshRouter,
  retireProviderKey,
} from '../router-key/provider-key-questions.v1';
import {
  createVirtualKey,
  listVirtualKeys,
  readVirtualKeyAllowance,
  revokeVirtualKey,
  verifyVirtualKey,
} from '../router-key/virtual-key-questions.v1';
import { completeModelCall } from './complete-model-call.v1';
import { completeModelCallV2 } from './complete-model-call.v2';
import { embedTexts } from './embed-texts.v1';
import { explainRoute } from './explain-route.v1';
import { listModels } from './list-models.v1';
import { listModelCalls, resolveModelCall } from './model-call-questions.v1';
import { readProviderHealth } from './provider-health.v1';
import { readRecordedCalls } from './read-recorded-calls.v1';
import { getRouterStatus } from './router-questions.v1';

/** Every question the router answers. */
export const ROUTER_QUESTIONS: readonly QuestionDeclaration[] = [
  addProviderKey,
  approveSpending,
  completeModelCall,
  completeModelCallV2,
  createVirtualKey,
  embedTexts,
  explainRoute,
  getRouterStatus,
  getUsageTotals,
  getUsageTotalsV2,
  listBudgets,
  listBudgetsV2,
  listGuardrailPolicies,
  listModelCalls,
  listModels,
  listPrices,
  listProviderKeys,
  listVirtualKeys,
  readLedger,
  readLedgerV2,
  readProviderHealth,
  readRecordedCalls,
  readVirtualKeyAllowance,
  refreshRouter,
  removeBudget,
  removeBudgetV2,
  removeGuardrailPolicy,
  repriceLedger,
  resolveModelCall,
  retireProviderKey,
  revealPlaceholders,
  revokeVirtualKey,
  setBudget,
  setBudgetV2,
  setGuardrailPolicy,
  setPrice,
  verifyVirtualKey,
];

import { Problem } from '@botarmy/chassis';
import { TASK_BUDGET_EXHAUSTED } from '@botarmy/contracts';

/** Why the ledger did not admit a call. */
export type RefusalReason = 'budget-exhausted' | 'approval-needed' | 'rate-limited' | 'price-unknown';

/** The budget or limit that refused, with its figures in millionths of a US dollar; wire form of `refusal_of`. */
export interface RefusalDetail {
  readonly budget_id: string;
  readonly name: string;
  readonly scope_kind: string;
  readonly scope_id: string;
  readonly period: string;
  readonly limit_micros: number | null;
  readonly spent_micros: number;
  readonly reserved_micros: number;
  readonly needed_micros: number | null;
  /** The route a downgrade leads to. */
  readonly route: string | null;
  readonly retry_after_ms: number | null;
}

const TITLES: Record<RefusalReason, { status: number; title: string; detail: string }> = {
  'budget-exhausted': {
    status: 402,
    title: 'Budget exhausted',
    detail:
      'The most this call can cost does not fit into the budget: raise it, ask for less, or wait for its next period.',
  },
  'approval-needed': {
    status: 402,
    title: 'Approval needed',
    detail:
      'The budget asks a person before it spends more: have it approved, then ask again under the same idempotency key.',
  },
  'rate-limited': {
    status: 429,
    title: 'Rate limit reached',
    detail: 'Too many requests, tokens or calls at once for this limit: ask again after the given time.',
  },
  'price-unknown': {
    status: 402,
    title: 'Price unknown',
    detail:
      'A budget applies and the price of a model of this route is unknown: add its price, or choose another route.',
  },
};

/** Accounts of what the budgets of a process leave an attempt, in money and in tokens. */
const CEILINGS: ReadonlySet<string> = new Set(['ceiling', 'ceiling-tokens']);
const CEILING_REACHED = {
  code: TASK_BUDGET_EXHAUSTED,
  title: 'Budget of the task exhausted',
  detail: 'What the budgets of the process leave this task does not admit the call: grant more, or raise them.',
} as const;

/** What a refusal of the ledger means for the caller; the budget and its figures are members of the problem. */
export function refusalProblem(reason: RefusalReason, detail: RefusalDetail): Problem {
  const { budget_id, name, scope_kind, scope_id, period, limit_micros, spent_micros, reserved_micros } = detail;
  const budget = { budget_id, name, scope_kind, scope_id, period, limit_micros, spent_micros, reserved_micros };
  const { retry_after_ms, needed_micros } = detail;
  return new Problem({
    ...TITLES[reason],
    code: reason,
    ...(CEILINGS.has(budget_id) ? CEILING_REACHED : {}),
    ...(reason === 'rate-limited' ? { retryAfterMs: retry_after_ms ?? 1_000 } : {}),
    members: { budget, needed_micros },
  });
}

/** A call whose outcome nobody knows and that must not simply be repeated. */
export function outcomeUnknown(callId: string): Problem {
  return new Problem({
    status: 409,
    code: 'outcome-unknown',
    title: 'Outcome unknown',
    detail:
      'An earlier try of this call ended without a word and may have had effects: a person has to decide whether to repeat it.',
    members: { call_id: callId },
  });
}

/** Somebody else works on the same call. */
export function callInProgress(callId: string, claimEndsAt: string): Problem {
  return new Problem({
    status: 409,
    code: 'call-in-progress',
    title: 'Call in progress',
    detail: 'A call under the same idempotency key is running: ask again when its claim ends at the latest.',
    retryAfterMs: 1_000,
    members: { call_id: callId, claim_ends_at: claimEndsAt },
  });
}

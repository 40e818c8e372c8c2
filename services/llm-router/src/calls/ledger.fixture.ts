import { join } from 'node:path';

import { createLogger, Database, loadConfig, MetricsRegistry, ShutdownHooks } from '@botarmy/chassis';
import { createId } from '@botarmy/contracts';
import type { ModelCallScope, SetBudgetRequest } from '@botarmy/contracts';
import { createServiceDatabase } from '@botarmy/testing';
import type { ServiceDatabase } from '@botarmy/testing';

import { BudgetStore } from '../budgets/budget-store';
import { RouterConfig } from '../config';
import type { BegunCall, CallToBegin, CallToSettle, HeldCall } from './call-rows';
import { scopesOf } from './call-scopes';
import { CallStore } from './call-store';
import { LapsedReservations } from './lapsed-reservations';

/** An account as tests look at it. */
export interface AccountFigures {
  readonly scope_id: string;
  readonly reserved: number;
  readonly spent: number;
  readonly running: number;
}

/** One replica's way to the ledger. */
export interface LedgerReplica {
  readonly store: CallStore;
  readonly lapsed: LapsedReservations;
  readonly database: Database;
}

/** The ledger on a real database, seen by several replicas. */
export interface LedgerRig {
  readonly database: ServiceDatabase;
  readonly budgets: BudgetStore;
  replica(environment?: Record<string, string>): LedgerReplica;
  define(tenantId: string, budget: Partial<SetBudgetRequest>): Promise<string>;
  accounts(tenantId: string, budgetId: string): Promise<AccountFigures[]>;
  stop(): Promise<void>;
}

export async function createLedgerRig(): Promise<LedgerRig> {
  const database = await createServiceDatabase('llm-router', join(__dirname, '../../prisma/migrations'));
  const logger = createLogger({ level: 'silent' });
  const opened: Database[] = [];
  const open = (): Database => {
    const observers = { logger, metrics: new MetricsRegistry() };
    const own = new Database({ name: 'llm-router', connectionString: database.serviceUrl, poolSize: 4 }, observers);
    opened.push(own);
    return own;
  };
  const budgets = new BudgetStore(open());
  return {
    database,
    budgets,
    replica: (environment = {}) => {
      const config = loadConfig(RouterConfig, environment);
      const own = open();
      const lapsed = new LapsedReservations(own, config);
      return { store: new CallStore(own, config, lapsed, new ShutdownHooks(logger)), lapsed, database: own };
    },
    define: async (tenantId, budget) => {
      const budget_id = budget.budget_id ?? createId('bud');
      const whole = { name: 'a budget', scope_kind: 'tenant', scope_id: '*', period: 'day', ...budget } as const;
      await budgets.define(tenantId, { ...whole, budget_id, created_by: 'usr_test' });
      return budget_id;
    },
    accounts: async (tenantId, budgetId) => {
      const rows = await database.query<Record<string, string>>(
        'SELECT * FROM llm_router.budget_account WHERE tenant_id = $1 AND budget_id = $2 ORDER BY scope_id',
        [tenantId, budgetId],
      );
      return rows.map((row) => ({
        scope_id: String(row['scope_id']),
        reserved: Number(row['reserved_micros']),
        spent: Number(row['spent_micros']),
        running: Number(row['running']),
      }));
    },
    stop: async () => {
      await Promise.all(opened.map((own) => own.close()));
      await database.drop();
    },
  };
}

/** A call that holds so much. */
export function callToBegin(
  tenantId: string,
  reservedMicros: number | null,
  changes: Partial<CallToBegin> & { scope?: ModelCallScope } = {},
): CallToBegin {
  const { scope = { workflow_id: 'wf_a', task_id: 'plan', attempt: 1, agent_id: 'analyst' }, ...rest } = changes;
  const call_id = createId('call');
  return {
    ...scope,
    call_id,
    tenant_id: tenantId,
    idempotency_key: `key/${call_id}`,
    route: 'default',
    request_sha256: 'hash',
    scopes: scopesOf(tenantId, call_id, scope),
    reserved_micros: reservedMicros,
    held_tokens: 100,
    is_downgraded: false,
    has_side_effects: false,
    tier: 'small',
    decision: { route: 'default', strategy: 'priority', score: 0.1, parts: {}, candidates: ['openai/m'] },
    intent: {
      provider: 'openai',
      model: 'm',
      simulated: false,
      started_at: '2026-01-01T00:00:00.000Z',
      outcome: 'in-flight',
    },
    ...rest,
  };
}

/** The right to report on a call that was begun. */
export function heldOf(call: CallToBegin, begun: BegunCall): HeldCall {
  if (begun.outcome !== 'begun') throw new Error(`the call was not begun but ${begun.outcome}`);
  const { tenant_id, idempotency_key } = call;
  return { tenant_id, idempotency_key, call_id: begun.callId, claim: begun.claim };
}

/** The end of a call that cost so much. */
export function settlementFor(held: HeldCall, costMicros: number, changes: Partial<CallToSettle> = {}): CallToSettle {
  const exchange = {
    provider: 'openai',
    model: 'm',
    simulated: false,
    started_at: '2026-01-01T00:00:00.000Z',
    outcome: 'completed' as const,
    input_tokens: 10,
    output_tokens: 5,
    cost_micros: costMicros,
    price_version: 'test',
    claim: held.claim,
    settled: true as const,
  };
  return {
    ...held,
    status: 'completed',
    error_code: null,
    provider: 'openai',
    model: 'm',
    simulated: false,
    input_tokens: 10,
    output_tokens: 5,
    cache_write_tokens: 0,
    cache_read_tokens: 0,
    reasoning_tokens: 0,
    cost_micros: costMicros,
    answer_micros: costMicros,
    is_cost_known: true,
    price_version: 'test',
    finish_reason: 'stop',
    text: 'an answer',
    text_sha256: 'hash',
    content: null,
    provider_requests: [exchange],
    messages: [],
    ...changes,
  };
}

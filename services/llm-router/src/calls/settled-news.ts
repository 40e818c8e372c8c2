import { modelCallSettled, modelCallSettledV2 } from '@botarmy/contracts';
import type { ModelCallScope } from '@botarmy/contracts';
import { outgoingMessage } from '@botarmy/messaging';
import type { OutgoingMessage } from '@botarmy/messaging';

import { usageOf } from './call-rows';
import type { CallToBegin, CallToSettle, HeldCall } from './call-rows';

type Outcome = { readonly status: CallToSettle['status'] | 'abandoned' } & Pick<
  CallToSettle,
  | 'error_code'
  | 'provider'
  | 'model'
  | 'simulated'
  | 'input_tokens'
  | 'output_tokens'
  | 'cache_write_tokens'
  | 'cache_read_tokens'
  | 'reasoning_tokens'
  | 'cost_micros'
  | 'is_cost_known'
>;

interface Ending {
  readonly exchanges: readonly unknown[];
  readonly durationMs: number;
  readonly settledAt: Date;
}

/** The news of a settlement: the first version for a task of a workflow, the second for other calls and for costs nobody knows. */
export function settledNews(
  held: Omit<HeldCall, 'idempotency_key'>,
  row: ModelCallScope & Pick<CallToBegin, 'route'>,
  outcome: Outcome,
  end: Ending,
): OutgoingMessage {
  const { call_id, tenant_id } = held;
  const { workflow_id, task_id, attempt, agent_id, stage_id, process, group_id, virtual_key_id, route } = row;
  const eventId = `${call_id}.${held.claim}`;
  const shared = {
    call_id,
    outcome: outcome.status,
    error_code: outcome.error_code,
    provider_requests: end.exchanges.length,
    duration_ms: Math.round(end.durationMs),
    settled_at: end.settledAt.toISOString(),
  };
  const provider = outcome.provider ?? '';
  const model = outcome.model ?? '';
  const isOfTask =
    workflow_id !== undefined && task_id !== undefined && attempt !== undefined && agent_id !== undefined;
  // The first version has no word for an unknown cost.
  if (isOfTask && outcome.is_cost_known) {
    const usage = usageOf({ ...outcome, provider, model });
    const payload = { ...shared, workflow_id, task_id, attempt, agent_id, usage };
    return outgoingMessage(modelCallSettled, { eventId, tenantId: tenant_id, key: [workflow_id], payload });
  }
  const scope = { workflow_id, process, stage_id, task_id, attempt, agent_id, group_id, virtual_key_id };
  const usage = {
    provider,
    model,
    input_tokens: outcome.input_tokens - outcome.cache_write_tokens - outcome.cache_read_tokens,
    cache_write_tokens: outcome.cache_write_tokens,
    cache_read_tokens: outcome.cache_read_tokens,
    output_tokens: outcome.output_tokens - outcome.reasoning_tokens,
    reasoning_tokens: outcome.reasoning_tokens,
    cost_micros: outcome.is_cost_known ? outcome.cost_micros : null,
    estimated: false,
    simulated: outcome.simulated,
  };
  const payload = { ...shared, scope: JSON.parse(JSON.stringify(scope)) as typeof scope, route, usage };
  return outgoingMessage(modelCallSettledV2, { eventId, tenantId: tenant_id, key: [call_id], payload });
}

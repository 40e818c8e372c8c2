import { groupBy } from './group-by';
import type { Observation, StoredCall } from './observation';

/** What the router's record and the provider's own log say about each other. */
export interface ModelCallFigures {
  /** Requests the provider received. */
  readonly received: number;
  /** Calls under one key each, as recorded. */
  readonly recorded: number;
  /** Requests beyond the first of their call. */
  readonly beyond: number;
  /** Most of those for one call. */
  readonly mostForOneCall: number;
}

/** Processes whose end can make the router ask a provider once more: its own, and what its record needs. */
const CAUSES = ['llm-router', 'PostgreSQL', 'nats-server'];

/** Compares the record with the provider's log. */
export function modelCallFigures({ stored, providerCalls }: Observation): ModelCallFigures {
  const perCall = [...receivedByKey(providerCalls).values()];
  return {
    received: providerCalls.length,
    recorded: stored.calls.length,
    beyond: perCall.reduce((sum, times) => sum + times - 1, 0),
    mostForOneCall: Math.max(0, ...perCall.map((times) => times - 1)),
  };
}

/** Every request a provider received is on record; a call is repeated at most once per crash. */
export function checkModelCalls(observation: Observation): string[] {
  const { stored, providerCalls, kills } = observation;
  const crashes = CAUSES.reduce((sum, name) => sum + (kills[name] ?? 0), 0);
  const received = receivedByKey(providerCalls);
  const recorded = new Map(stored.calls.map((call) => [call.idempotency_key, call]));
  const violations = providerCalls.some((key) => key === null)
    ? ['a provider was asked without an idempotency key']
    : [];
  for (const [key, times] of received) {
    const call = recorded.get(key);
    if (call === undefined) violations.push(`the provider was asked for ${key}, of which there is no record`);
    else if (call.requests < times) {
      violations.push(`the provider was asked ${times} times for ${key}, the record shows ${call.requests}`);
    }
    if (times - 1 > crashes) violations.push(`${key} was asked ${times} times although there were ${crashes} crashes`);
  }
  return [...violations, ...checkOutcomes(stored.calls), ...checkUsage(observation)];
}

function checkOutcomes(calls: readonly StoredCall[]): string[] {
  return calls
    .filter(({ status }) => status === 'reserved')
    .map(({ idempotency_key: key }) => `the call ${key} still holds its reservation`);
}

/** What a task reports as spent is what the router has on record for that attempt. */
function checkUsage({ stored }: Observation): string[] {
  const byAttempt = groupBy(
    stored.calls.filter(({ status }) => status === 'completed'),
    ({ workflow_id, task_id, attempt }) => `${workflow_id} ${task_id} ${attempt}`,
  );
  return stored.events
    .filter(({ type }) => type === 'task-completed')
    .flatMap(({ workflow_id, data }) => {
      const { task_id: task, attempt, usage } = data as { task_id: string; attempt: number; usage: { calls: number } };
      const calls = byAttempt.get(`${workflow_id} ${task} ${attempt}`)?.length ?? 0;
      return calls === usage.calls
        ? []
        : [`${workflow_id}: ${task} reports ${usage.calls} calls, on record are ${calls}`];
    });
}

function receivedByKey(providerCalls: Observation['providerCalls']): Map<string, number> {
  const keys = providerCalls.filter((key) => key !== null);
  return new Map([...groupBy(keys, (key) => key)].map(([key, same]) => [key, same.length]));
}

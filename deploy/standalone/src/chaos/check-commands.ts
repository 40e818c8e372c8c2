import { groupBy } from './group-by';
import type { Ledger } from './ledger';
import type { Observation } from './observation';

/** Every acknowledged command is in force, once; nothing exists that nobody commanded. */
export function checkCommands(ledger: Ledger, { stored, unfinished, unexpectedEnds }: Observation): string[] {
  const violations = unexpectedEnds.map((end) => `a service ended by itself: ${end}`);
  for (const id of unfinished) violations.push(`${id} did not end in time`);
  for (const { kind, path, status, code } of ledger.refused) {
    violations.push(`one ${kind} was refused with ${status} (${code}): ${path}`);
  }
  const promised = new Set(ledger.workflowIds);
  if (promised.size !== ledger.of('start').length)
    violations.push('two starts were acknowledged with the same workflow');
  const stands = new Set(stored.workflows.map(({ workflow_id }) => workflow_id));
  for (const id of promised) if (!stands.has(id)) violations.push(`${id} was acknowledged and does not exist`);
  for (const id of stands)
    if (!promised.has(id)) violations.push(`${id} exists although no acknowledged start made it`);

  const answered = new Map(stored.requests.map((request) => [request.request_id, request]));
  for (const { requestId = '' } of ledger.of('answer')) {
    const status = answered.get(requestId)?.status;
    if (status !== 'approved')
      violations.push(`the answer to ${requestId} was acknowledged; it is ${status ?? 'unknown'}`);
  }
  return [...violations, ...checkControls(ledger, stored.events)];
}

/** One pause and one resume per workflow at most are sent, so each acknowledged one is exactly one event. */
function checkControls(ledger: Ledger, events: Observation['stored']['events']): string[] {
  const byWorkflow = groupBy(events, ({ workflow_id, type }) => `${workflow_id} ${type}`);
  const kinds = [
    ['pause', 'workflow-paused'],
    ['resume', 'workflow-resumed'],
  ] as const;
  return kinds.flatMap(([kind, type]) =>
    ledger.of(kind).flatMap(({ workflowId }) => {
      const times = byWorkflow.get(`${workflowId} ${type}`)?.length ?? 0;
      return times === 1 ? [] : [`the ${kind} of ${workflowId} was acknowledged and happened ${times} times`];
    }),
  );
}

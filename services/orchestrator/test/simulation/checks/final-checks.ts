import { workflowStatus } from '@botarmy/process-engine';

import type { World } from '../world';

/** What must hold when nothing has gone wrong for a while. */
export function checkEnd(world: World, wasPeaceful: boolean): void {
  const { simulation, tables, checks } = world;
  const fail = (rule: string, detail: string): void => simulation.violate(rule, detail);
  for (const client of world.clients)
    if (client.workflowId === undefined) fail('every start is answered', 'one is not');
  for (const [id, row] of tables.workflows) {
    const folded = checks.history.folded.get(id);
    if (folded?.state.ended_at == null) {
      const waits = [...(folded?.waitsFor.keys() ?? [])].join(' ');
      fail('every workflow ends', `${id} is ${row.status} and waits for ${waits === '' ? 'nothing' : waits}`);
    } else if (row.status !== workflowStatus(folded.state)) fail('the projection follows', `${id} is ${row.status}`);
    const isStillDue = (tables.dueWork.get(id)?.size ?? 0) > 0;
    if (isStillDue) fail('an ended workflow waits for nothing', id);
    for (const { seq } of tables.events.get(id) ?? [])
      if (!checks.messages.storedIds.has(`${id}.${seq}`)) fail('every event is told', `${id}.${seq}`);
  }
  if (tables.workflows.size > world.clients.length) fail('one workflow per start', `${tables.workflows.size}`);
  if (tables.outbox.size > 0) fail('the outbox runs empty', [...tables.outbox.keys()].join(' '));
  checkArtifacts(world, fail);
  checkAnswers(world, fail);
  checkPayments(world, fail);
  for (const { event_id, code, reason } of tables.deadLetters.values())
    if (!checks.messages.isForged(event_id)) fail('nothing is given up', `${event_id}: ${code}, ${reason}`);
  if (wasPeaceful) checkPeace(world, fail);
}

function checkArtifacts({ shelf, tables }: World, fail: (rule: string, detail: string) => void): void {
  const perAttempt = new Set<string>();
  for (const { workflowId, request, artifact } of shelf.versions) {
    const { task_id, attempt = 1 } = request.metadata;
    // A person's version belongs to no attempt.
    if (task_id === undefined && artifact.version > 1) continue;
    const key = `${workflowId} ${artifact.path} ${String(task_id ?? '')} ${String(attempt)}`;
    if (perAttempt.has(key)) fail('one version per attempt', key);
    perAttempt.add(key);
    if (!tables.workflows.has(workflowId)) fail('every document has its workflow', key);
  }
  const known = new Set(
    shelf.versions.map(({ workflowId, artifact }) => `${workflowId} ${artifact.version_id} ${artifact.sha256}`),
  );
  for (const [id, events] of tables.events)
    for (const { type, data } of events) {
      if (type !== 'artifact-recorded' && type !== 'artifact-edited') continue;
      const { artifact } = data as { artifact: { version_id: string; sha256: string } };
      if (!known.has(`${id} ${artifact.version_id} ${artifact.sha256}`))
        fail('what is recorded is stored', `${id} ${artifact.version_id}`);
    }
}

/** Events by which an answer counts, with the answer where the event does not say it. */
const ANSWERED: Readonly<Record<string, string>> = {
  'approval-answered': 'approved',
  'questions-answered': 'approved',
  'questions-declined': 'rejected',
};

/** What counted in a workflow is what hitl has on record for good. */
function checkAnswers({ tables, people }: World, fail: (rule: string, detail: string) => void): void {
  for (const { type, data } of [...tables.events.values()].flat()) {
    const expected = ANSWERED[type];
    if (expected === undefined) continue;
    const { request_id, response = expected } = data as { request_id: string; response?: string };
    const status = people.requests.get(request_id)?.status;
    if (status !== response)
      fail('the answer that won counts', `${request_id}: ${response}, but hitl has ${String(status)}`);
  }
}

/** A provider is paid once for what was meant, and once more only where the router lost an answer it had paid for. */
function checkPayments({ router }: World, fail: (rule: string, detail: string) => void): void {
  for (const [meaning, paid] of router.payments) {
    const allowed = 1 + (router.doubtful.get(meaning) ?? 0);
    if (paid > allowed) fail('paid once', `${paid} times for ${meaning.slice(0, 100)}`);
  }
}

/** Failures that time and people decide. */
const NOBODYS_FAULT = new Set(['attempt-timeout', 'questions-declined']);

/** Nothing went wrong in this run, so nothing may look as if it had. */
function checkPeace({ checks, tables }: World, fail: (rule: string, detail: string) => void): void {
  const { expired } = checks.decisions.leases;
  if (expired > 0) fail('nobody loses a lease in peace', String(expired));
  for (const [id, events] of tables.events)
    for (const { type, data } of events)
      if (type === 'task-failed' && !NOBODYS_FAULT.has(String((data as { code?: string }).code)))
        fail('nothing fails in peace', `${id} ${JSON.stringify(data)}`);
}

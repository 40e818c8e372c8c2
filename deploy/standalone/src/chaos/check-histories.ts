import type { WorkflowEventView } from '@botarmy/contracts';

import { groupBy, repeated } from './group-by';
import type { Observation, SeenWorkflow, StoredEvent, StoredWorkflow } from './observation';

/** Every workflow is completed, its log has no gap and is the same for clients and in PostgreSQL, and no step happened twice. */
export function checkHistories({ seen, stored }: Observation): string[] {
  const events = groupBy(stored.events, ({ workflow_id }) => workflow_id);
  return stored.workflows.flatMap((workflow) => {
    const history = events.get(workflow.workflow_id) ?? [];
    const problems = [...checkLog(workflow, history), ...checkSteps(history)];
    const view = seen.get(workflow.workflow_id);
    if (view === undefined) problems.push('the API does not show it');
    else problems.push(...checkView(workflow, history, view));
    return problems.map((problem) => `${workflow.workflow_id}: ${problem}`);
  });
}

function checkLog({ status, version }: StoredWorkflow, history: readonly StoredEvent[]): string[] {
  const problems = status === 'completed' ? [] : [`it is ${status}`];
  if (history.some(({ seq }, index) => seq !== index + 1)) problems.push('its log has a gap');
  if (history.length !== version) problems.push(`it is at version ${version} and has ${history.length} events`);
  return problems;
}

function checkSteps(history: readonly StoredEvent[]): string[] {
  const of = (type: string, ...fields: string[]): string[] =>
    history.filter((event) => event.type === type).map(({ data }) => fields.map((field) => data[field]).join(' '));
  const once = (type: string, ...fields: string[]): string[] =>
    repeated(of(type, ...fields)).map(([what, times]) => `${type} of ${what} happened ${times} times`);
  const takenBack = withdrawnRequests(history);
  const standing = history.filter(
    ({ type, data }) => type === 'approval-requested' && !takenBack.has(String(data['request_id'])),
  );
  const answered = new Set(of('approval-answered', 'request_id'));
  return [
    ...once('task-completed', 'task_id'),
    ...once('stage-completed', 'stage_id', 'round'),
    ...repeated(standing.map(({ data }) => `${data['approval_id']} ${data['round']}`)).map(
      ([what, times]) => `approval-requested of ${what} happened ${times} times`,
    ),
    ...once('approval-answered', 'request_id'),
    ...once('workflow-completed'),
    ...checkLeases(history),
    ...standing
      .map(({ data }) => String(data['request_id']))
      .filter((id) => !answered.has(id))
      .map((id) => `nobody answered ${id}`),
  ];
}

/** Questions that a pause or a change of what they are about took back: the same is asked anew. */
function withdrawnRequests(history: readonly StoredEvent[]): ReadonlySet<string> {
  const ids = history.flatMap(({ type, data }) => {
    if (type === 'requests-withdrawn') return data['request_ids'] as string[];
    return type === 'approval-voided' ? [String(data['request_id'])] : [];
  });
  return new Set(ids);
}

/** A result counts only from the one who was given the attempt last. */
function checkLeases(history: readonly StoredEvent[]): string[] {
  const leases = new Map<string, number>();
  return history.flatMap(({ type, data }) => {
    const { task_id: task, attempt, lease } = data as { task_id: string; attempt: number; lease: number };
    const key = `${task} ${attempt}`;
    if (type === 'task-scheduled' || type === 'task-lease-raised') leases.set(key, lease);
    if ((type !== 'task-completed' && type !== 'task-failed') || leases.get(key) === lease) return [];
    return [`${type} of ${key} counted under lease ${lease}, given away by lease ${leases.get(key) ?? 'none'}`];
  });
}

function checkView({ status }: StoredWorkflow, history: readonly StoredEvent[], view: SeenWorkflow): string[] {
  const problems = [];
  if (view.status.status !== status) problems.push(`PostgreSQL says ${status}, the API says ${view.status.status}`);
  const seenLog = view.events.map(describeEvent).join();
  if (seenLog !== history.map(describeEvent).join()) problems.push('the API shows another log than PostgreSQL holds');
  const open = view.status.stages.flatMap(({ tasks }) => tasks).filter((task) => task.status !== 'completed');
  for (const { id, status: taskStatus } of open) problems.push(`the API shows task ${id} as ${taskStatus}`);
  return problems;
}

function describeEvent({ seq, type }: Pick<WorkflowEventView, 'seq' | 'type'>): string {
  return `${seq} ${type}`;
}

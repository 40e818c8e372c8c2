import type { WorkflowId } from '../model/ids';
import type { ArtifactReference } from '../model/values';
import { artifactsOf } from './artifact-table';
import type { WorkflowEvent, WorkflowEventType } from './events';
import { foldWorkflow } from './evolve';
import { isMetadata } from './evolve-control';

/** What is part of the step its predecessor began: an attempt's document, the verdicts on it, what they make stale. */
const FOLLOWERS: ReadonlySet<WorkflowEventType> = new Set([
  'artifact-recorded',
  'artifacts-marked-stale',
  'gate-evaluated',
]);

/** The number of the last event of the step that the given one is part of. */
export function endOfStep(events: readonly WorkflowEvent[], seq: number): number {
  let end = seq;
  for (let next = events[end]; next !== undefined && FOLLOWERS.has(next.type); next = events[end]) end += 1;
  return end;
}

/** The documents a fork of this history begins with, by path. @throws HistoryError for an empty history. */
export function documentsAt(events: readonly WorkflowEvent[]): readonly ArtifactReference[] {
  return artifactsOf(foldWorkflow(events)).filter((artifact) => !isMetadata(artifact.path));
}

/**
 * The same history under another id, with the documents as that workflow has them.
 *
 * @param adopted the new references by the version id of the old ones; others stay as they are, for the record.
 */
export function copyHistory(
  events: readonly WorkflowEvent[],
  workflowId: WorkflowId,
  adopted: ReadonlyMap<string, ArtifactReference>,
): readonly WorkflowEvent[] {
  return events.map((event) => {
    const data = rewrite(event.data, adopted) as Record<string, unknown>;
    const copied = event.type === 'workflow-started' ? { ...data, workflow_id: workflowId } : data;
    return { ...event, data: copied } as unknown as WorkflowEvent;
  });
}

function rewrite(value: unknown, adopted: ReadonlyMap<string, ArtifactReference>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => rewrite(item, adopted));
  const { version_id } = value as { version_id?: unknown };
  const reference = typeof version_id === 'string' ? adopted.get(version_id) : undefined;
  if (reference !== undefined) return reference;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, rewrite(member, adopted)]));
}

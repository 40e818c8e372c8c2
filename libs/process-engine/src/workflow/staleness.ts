import type { CompiledProcess } from '../definition/compiled-process';
import { parseTaskId } from '../model/instance-ids';
import type { ArtifactReference } from '../model/values';
import { artifactAt } from './artifact-table';
import { findTask } from './task-table';
import { eachPlannedTask, inputPathsOf, instanceIdsOf, outputPathOf } from './task-texts';
import type { Transcript } from './transcript';
import type { TaskState, WorkflowState } from './workflow';

/** The version of a document an attempt reads: the one it began with, whatever was stored since. */
export function inputAt(
  path: string,
  task: TaskState | undefined,
  state: WorkflowState,
): ArtifactReference | undefined {
  return task?.pinned?.[path] ?? artifactAt(state, path);
}

/** Records which documents were built from what this one was before it changed, directly or through others. */
export function markDependents(path: string, transcript: Transcript, process: CompiledProcess): void {
  const found = dependentsOf([path], transcript.state, process);
  found.delete(path);
  record({ path, version: artifactAt(transcript.state, path)?.version ?? 1 }, found, transcript);
}

/** Records that a document was itself built from something outdated, when an input changed or was stale under it. */
export function markBornStale(
  taskId: string,
  artifact: ArtifactReference,
  attempt: TaskState,
  transcript: Transcript,
  process: CompiledProcess,
): void {
  const { state } = transcript;
  if (state.stale === undefined && attempt.pinned === undefined) return;
  const because = inputPathsOf(taskId, state, process).find((path) => isOutdated(path, attempt, state));
  if (because !== undefined) record(artifact, new Map([[artifact.path, because]]), transcript);
}

/** Tasks whose documents are stale and that nobody does again yet, and tasks in hand that began with something outdated. */
export function staleTasks(state: WorkflowState, process: CompiledProcess): readonly string[] {
  const found: string[] = [];
  for (const id of eachPlannedTask(state, process)) {
    const known = findTask(state, id);
    if (known === undefined) continue;
    if (known.status === 'pending' || known.status === 'retrying') continue;
    const isInHand = known.status === 'running' || known.status === 'interrupted';
    const isConcerned = isInHand
      ? inputPathsOf(id, state, process).some((path) => isOutdated(path, known, state))
      : state.stale?.[outputPathOf(id, state, process)] !== undefined;
    if (isConcerned) found.push(id);
  }
  return wholeTasks(found, state, process);
}

/** Stored documents built from these, transitively, with the input that makes each of them so. */
export function dependentsOf(
  paths: readonly string[],
  state: WorkflowState,
  process: CompiledProcess,
): Map<string, string> {
  const documents = [...eachPlannedTask(state, process)].flatMap((id) => {
    if (findTask(state, id) === undefined) return [];
    const written = outputPathOf(id, state, process);
    return artifactAt(state, written) === undefined ? [] : [{ written, inputs: inputPathsOf(id, state, process) }];
  });
  const found = new Map<string, string>();
  const queue = [...paths];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    for (const { written, inputs } of documents) {
      if (found.has(written) || !inputs.includes(path)) continue;
      found.set(written, path);
      queue.push(written);
    }
  }
  return found;
}

function isOutdated(path: string, task: TaskState, state: WorkflowState): boolean {
  if (state.stale?.[path] !== undefined) return true;
  return inputAt(path, task, state)?.sha256 !== artifactAt(state, path)?.sha256;
}

/** Where all instances of a task are meant, the task itself: its list is evaluated anew. */
function wholeTasks(ids: readonly string[], state: WorkflowState, process: CompiledProcess): readonly string[] {
  const known = new Set(ids);
  const whole = ids.map((id) => {
    const { taskId, index } = parseTaskId(id);
    if (index === null) return id;
    return instanceIdsOf(taskId, state, process).every((instance) => known.has(instance)) ? taskId : id;
  });
  return [...new Set(whole)];
}

function record(
  { path, version }: Pick<ArtifactReference, 'path' | 'version'>,
  found: ReadonlyMap<string, string>,
  transcript: Transcript,
): void {
  const { stale = {} } = transcript.state;
  const artifacts = [...found]
    .filter(([built]) => stale[built] === undefined)
    .map(([built, because]) => ({ path: built, because }));
  if (artifacts.length > 0) transcript.record('artifacts-marked-stale', { cause: { path, version }, artifacts });
}

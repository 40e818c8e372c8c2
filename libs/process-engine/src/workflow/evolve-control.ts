import { COMPENSATION_STAGE_ID } from '../definition/compensations';
import type { ArtifactReference } from '../model/values';
import { artifactsOf, artifactAt, withArtifact } from './artifact-table';
import type {
  ArtifactEdited,
  ArtifactsMarkedStale,
  GuidanceGiven,
  ProcessMigrated,
  TasksReset,
  WorkflowForked,
} from './control-events';
import { isAmong } from './is-among';
import { withoutRequests } from './pending-approvals';
import type { ApprovalState, Guidance, StageState, StaleMark, TaskState, WorkflowState } from './workflow';

/** Tasks are pending again, their stages open; what people approved of them counts no more. */
export function resetTasks(state: WorkflowState, event: TasksReset): Partial<WorkflowState> {
  const { task_ids, stage_ids, withdrawn_request_ids } = event.data;
  const stages: Record<string, StageState> = { ...state.stages };
  for (const id of stage_ids) {
    const stage = stages[id];
    if (stage !== undefined) stages[id] = resetStage(stage, event);
  }
  const withdrawn = withoutRequests(state, withdrawn_request_ids);
  const approvals: Record<string, ApprovalState> = { ...withdrawn.approvals };
  for (const point of state.approval_points) {
    const approval = approvals[point.id];
    const isConcerned =
      'task_id' in point ? task_ids.includes(point.task_id) : stage_ids.includes(point.reviewed_stage_id);
    if (isConcerned && approval?.approved === true) approvals[point.id] = { ...approval, approved: false };
  }
  const [first = state.current_stage_id] = stage_ids;
  return { ...withdrawn, approvals, stages, timers: timersWithout(task_ids, state), current_stage_id: first };
}

/** A document has a new version by a person. */
export function editArtifact(state: WorkflowState, event: ArtifactEdited): Partial<WorkflowState> {
  const { artifact, withdrawn_request_ids } = event.data;
  return { ...withoutRequests(state, withdrawn_request_ids), ...recordArtifact(state, artifact) };
}

/** A document has a new version: it is no longer stale, and attempts in hand keep the version they began with. */
export function recordArtifact(state: WorkflowState, artifact: ArtifactReference): Partial<WorkflowState> {
  const { path } = artifact;
  const previous = artifactAt(state, path);
  const recorded = withArtifact(state, artifact);
  if (previous === undefined) return recorded;
  const stages = pinEverywhere(state.stages, path, previous);
  if (state.stale?.[path] === undefined) return { ...recorded, stages };
  const stale = Object.fromEntries(Object.entries(state.stale).filter(([known]) => known !== path));
  return { ...recorded, stages, stale };
}

/** Documents were built from something that has changed. */
export function markStale(state: WorkflowState, event: ArtifactsMarkedStale): Partial<WorkflowState> {
  const { cause, artifacts } = event.data;
  const stale: Record<string, StaleMark> = { ...state.stale };
  for (const { path, because } of artifacts) stale[path] = { because, cause, since: event.occurred_at };
  return { stale };
}

/** A person told an agent something. */
export function giveGuidance(state: WorkflowState, event: GuidanceGiven): Partial<WorkflowState> {
  const { message_id, agent_id, text } = event.data;
  const guidance: Record<string, Guidance> = { ...state.guidance, [message_id]: { agent_id, text } };
  return { guidance };
}

/** The copied history ends, the workflow's own begins: nothing is in hand, nothing was spent here, nobody holds it. */
export function beginFork(state: WorkflowState, event: WorkflowForked): Partial<WorkflowState> {
  const { parent_workflow_id, parent_seq, forked_by, reopened_task_ids } = event.data;
  const { [COMPENSATION_STAGE_ID]: _undoing, ...own } = state.stages;
  const stages = Object.entries(own).map(([id, stage]): [string, StageState] => {
    const tasks = Object.entries(stage.tasks).map(([taskId, task]): [string, TaskState] => [
      taskId,
      reopened_task_ids.includes(taskId) ? reopened(task) : task,
    ]);
    const isOpen = tasks.some(([taskId]) => reopened_task_ids.includes(taskId));
    return [id, { ...stage, tasks: Object.fromEntries(tasks), status: isOpen ? 'running' : stage.status }];
  });
  const none: Pick<WorkflowState, 'artifacts'> = { artifacts: {} };
  const { artifacts } = artifactsOf(state)
    .filter((artifact) => !isMetadata(artifact.path))
    .reduce((kept, artifact) => withArtifact(kept, artifact), none);
  const requests = state.pending_approvals.map((pending) => pending.request_id);
  return {
    ...withoutRequests(state, requests),
    stages: Object.fromEntries(stages),
    artifacts,
    phase: 'running',
    origin: { kind: 'fork', workflow_id: parent_workflow_id, seq: parent_seq },
    started_by: forked_by,
    started_at: event.occurred_at,
    ended_at: null,
    pause: null,
    timers: {},
    exhausted: [],
    usage: { calls: 0, input_tokens: 0, output_tokens: 0, cost_micros: 0, simulated: false },
    failure: null,
    cancellation: null,
    ...(state.compensation === undefined ? {} : { compensation: [] }),
  };
}

/** Another version of the process counts from here on. */
export function migrateProcess({ data }: ProcessMigrated): Partial<WorkflowState> {
  const { to, approval_points, inputs } = data;
  return { process: to, approval_points, inputs };
}

/** True for what the platform writes about a workflow; it is never part of another one. */
export function isMetadata(path: string): boolean {
  return path.startsWith('metadata/');
}

function resetStage(stage: StageState, { data }: TasksReset): StageState {
  const { task_ids, feedback, note } = data;
  const tasks = Object.entries(stage.tasks).map(([id, task]): [string, TaskState] => [
    id,
    isAmong(id, task_ids) ? { ...reopened(task), feedback } : task,
  ]);
  return {
    ...stage,
    status: 'running',
    round: stage.round + 1,
    tasks: Object.fromEntries(tasks),
    groups: Object.fromEntries(Object.entries(stage.groups).filter(([id]) => !task_ids.includes(id))),
    notes: note === null ? stage.notes : { ...stage.notes, [note.reference]: note.text },
  };
}

function reopened({ pinned: _former, ...task }: TaskState): TaskState {
  return { ...task, status: 'pending', failures: 0, timer: null, ended_at: null, tolerated: false, child_id: null };
}

function timersWithout(taskIds: readonly string[], { timers }: WorkflowState): WorkflowState['timers'] {
  const entries = Object.entries(timers);
  const kept = entries.filter(([, { purpose, subject_id }]) => {
    const isOfTask = purpose === 'attempt-timeout' || purpose === 'task-deadline';
    return !isOfTask || subject_id === null || !isAmong(subject_id, taskIds);
  });
  return kept.length === entries.length ? timers : Object.fromEntries(kept);
}

function pinEverywhere(
  stages: WorkflowState['stages'],
  path: string,
  previous: ArtifactReference,
): WorkflowState['stages'] {
  let changed: Record<string, StageState> | undefined;
  for (const [stageId, stage] of Object.entries(stages)) {
    if (stage.status !== 'running') continue;
    for (const [id, task] of Object.entries(stage.tasks)) {
      const isInHand = task.status === 'running' || task.status === 'interrupted';
      if (!isInHand || task.pinned?.[path] !== undefined) continue;
      changed ??= { ...stages };
      const known = changed[stageId] ?? stage;
      const pinned = { ...task, pinned: { ...task.pinned, [path]: previous } };
      changed[stageId] = { ...known, tasks: { ...known.tasks, [id]: pinned } };
    }
  }
  return changed ?? stages;
}

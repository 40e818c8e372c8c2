import type { CompiledProcess, CompiledTask } from '../definition/compiled-process';
import { canonicalJson } from '../model/canonical-json';
import { parseTaskId } from '../model/instance-ids';
import { checkInputs } from './check-inputs';
import { keptInputs } from './kept-inputs';
import { hasOwnPoints, migratedPoints } from './migrated-points';
import { stageNeeds } from './process-lookup';
import { isTaskSettled } from './standing';
import { eachTask } from './task-table';
import type { StageState, TaskState, WorkflowState } from './workflow';

const IN_HAND = new Set<TaskState['status']>(['running', 'interrupted']);
const BEGUN = new Set<TaskState['status']>([...IN_HAND, 'retrying', 'completed']);

/**
 * Why a running workflow cannot go on with another version of its process, in sentences for people; empty when it can.
 *
 * @param from the version it is pinned to.
 */
export function migrationProblems(state: WorkflowState, from: CompiledProcess, to: CompiledProcess): readonly string[] {
  return [
    ...wholeProblems(state, from, to),
    ...Object.entries(state.stages).flatMap(([id, stage]) => stageProblems(id, stage, state, from, to)),
    ...[...eachTask(state)].flatMap(([id, task]) => taskProblems(id, task, state, from, to)),
    ...approvalProblems(state, from, to),
  ];
}

function wholeProblems(state: WorkflowState, from: CompiledProcess, to: CompiledProcess): readonly string[] {
  const problems: string[] = [];
  if (to.name !== state.process.name)
    problems.push(`It runs ${state.process.name}, which ${to.name} is no version of.`);
  if (to.input.path !== from.input.path)
    problems.push(`It began with ${from.input.path}; the new version begins with ${to.input.path}.`);
  if (state.origin?.kind === 'sub-process')
    problems.push('It does a task of another workflow, which pinned its version; move that one.');
  const inputs = checkInputs(keptInputs(state, to), to);
  if ('outcome' in inputs) problems.push(`Its inputs do not fit the new version: ${inputs.detail}`);
  return problems;
}

function stageProblems(
  stageId: string,
  known: StageState,
  state: WorkflowState,
  from: CompiledProcess,
  to: CompiledProcess,
): readonly string[] {
  const stage = to.stages.find((candidate) => candidate.id === stageId);
  if (stage === undefined) return [`The stage ${stageId} was begun, and the new version has none of this id.`];
  const before = from.stages.find((candidate) => candidate.id === stageId);
  const needed = before === undefined ? [] : stageNeeds(from, before);
  const early = stageNeeds(to, stage).filter(
    (need) => !needed.includes(need) && (state.stages[need]?.status ?? 'running') === 'running',
  );
  const problems = early.map(
    (need) => `The stage ${stageId} was begun, and the new version wants ${need} done before it.`,
  );
  if (known.status !== 'completed') return problems;
  const added = stage.task_ids.filter((id) => known.tasks[id] === undefined && known.groups[id] === undefined);
  return [...problems, ...added.map((id) => `The stage ${stageId} is done, and the new version adds ${id} to it.`)];
}

function taskProblems(
  taskId: string,
  known: TaskState,
  state: WorkflowState,
  from: CompiledProcess,
  to: CompiledProcess,
): readonly string[] {
  const { taskId: id } = parseTaskId(taskId);
  const [before, after] = [from.tasks[id], to.tasks[id]];
  if (before === undefined || after === undefined)
    return [`The task ${taskId} was begun, and the new version has none of this id.`];
  if (after.stage_id !== known.stage_id)
    return [`The task ${taskId} was begun in ${known.stage_id}; in the new version it belongs to ${after.stage_id}.`];
  if (canonicalJson(before.for_each) !== canonicalJson(after.for_each))
    return [`The task ${taskId} was begun, and the new version makes another list of it.`];
  if (IN_HAND.has(known.status) && orderOf(before, from) !== orderOf(after, to))
    return [`The task ${taskId} is in hand and would change: let it finish, or move when it is done.`];
  if (known.status === 'completed' && resultOf(before) !== resultOf(after))
    return [`The task ${taskId} is done; in the new version it writes another document or other values.`];
  if (!BEGUN.has(known.status)) return [];
  const early = after.needs.filter((need) => !before.needs.includes(need) && !isSettledIn(need, state, to));
  return early.map((need) => `The task ${taskId} was begun, and the new version wants ${need} done before it.`);
}

function approvalProblems(state: WorkflowState, from: CompiledProcess, to: CompiledProcess): readonly string[] {
  const points = migratedPoints(state, from, to);
  const lost = state.pending_approvals.filter(
    ({ approval_id, task_id }) => task_id === undefined && points.every((point) => point.id !== approval_id),
  );
  const problems = lost.map(
    ({ approval_id }) => `The approval ${approval_id} is asked for, and the new version has none.`,
  );
  if (!hasOwnPoints(state, from)) return problems;
  const orphans = points.filter((point) =>
    'task_id' in point
      ? to.tasks[point.task_id]?.stage_id !== point.stage_id
      : to.stages.every(({ id }) => id !== point.stage_id) ||
        to.stages.every(({ id }) => id !== point.reviewed_stage_id),
  );
  return [
    ...problems,
    ...orphans.map(({ id }) => `The approval ${id} was chosen at its start, and the new version has no place for it.`),
  ];
}

/** Everything an attempt in hand was told, and may be told again. */
function orderOf(task: CompiledTask, process: CompiledProcess): string {
  const { expected_minutes: _expected, ...order } = task;
  return canonicalJson({ ...order, agent: process.agents[task.agent_id] ?? null });
}

function resultOf({ output }: CompiledTask): string {
  return canonicalJson({ path: output.path, values: output.values ?? null });
}

function isSettledIn(taskId: string, state: WorkflowState, process: CompiledProcess): boolean {
  const task = process.tasks[taskId];
  const stage = task === undefined ? undefined : state.stages[task.stage_id];
  if (task === undefined || stage === undefined) return false;
  return stage.status === 'skipped' || isTaskSettled(task, stage);
}

import type { CompiledProcess, CompiledStage, CompiledTask } from '../definition/compiled-process';
import { canonicalJson } from '../model/canonical-json';
import { isTaskDone } from './standing';
import type { WorkflowState } from './workflow';

/** One difference between two versions that a workflow would notice. */
export interface MigrationChange {
  readonly change: 'added' | 'removed' | 'changed';
  readonly what: 'process' | 'stage' | 'task' | 'agent' | 'approval';
  readonly id: string;
  /** Members that differ, for `changed`. */
  readonly fields: readonly string[];
}

type Parts = Readonly<Record<string, object>>;

/** Members that say where something stands among the others, or repeat what is compared by itself. */
const DERIVED = new Set(['index', 'content_hash', 'stages', 'tasks', 'agents', 'approval_points', 'expected_minutes']);

/**
 * What would change for a workflow that goes on with another version of its process: stages and tasks it has not
 * finished, agents with work left, approvals not given yet. What is done keeps what it was done with.
 */
export function migrationChanges(
  state: WorkflowState,
  from: CompiledProcess,
  to: CompiledProcess,
): readonly MigrationChange[] {
  const isTaskLeft = (task: CompiledTask) => !isTaskDone(task, state);
  const isStageLeft = (stage: CompiledStage) => (state.stages[stage.id]?.status ?? 'running') === 'running';
  const agentsLeft = (process: CompiledProcess) =>
    new Set(Object.values(process.tasks).flatMap((task) => (isTaskLeft(task) ? [task.agent_id] : [])));
  const agents = (process: CompiledProcess): Parts => {
    const left = agentsLeft(process);
    return Object.fromEntries(Object.entries(process.agents).filter(([id]) => left.has(id)));
  };
  const points = (process: CompiledProcess): Parts =>
    byId(process.approval_points.filter((point) => state.approvals[point.id]?.approved !== true));
  const tasks = (process: CompiledProcess) => byId(Object.values(process.tasks).filter(isTaskLeft));
  return [
    ...compare('process', { [to.name]: from }, { [to.name]: to }),
    ...compare('stage', byId(from.stages.filter(isStageLeft)), byId(to.stages.filter(isStageLeft))),
    ...compare('task', tasks(from), tasks(to)),
    ...compare('agent', agents(from), agents(to)),
    ...compare('approval', points(from), points(to)),
  ];
}

function byId(parts: readonly { readonly id: string }[]): Parts {
  return Object.fromEntries(parts.map((part) => [part.id, part]));
}

function* compare(what: MigrationChange['what'], before: Parts, after: Parts): Generator<MigrationChange> {
  for (const id of Object.keys(before)) if (after[id] === undefined) yield { change: 'removed', what, id, fields: [] };
  for (const [id, part] of Object.entries(after)) {
    const former = before[id];
    if (former === undefined) yield { change: 'added', what, id, fields: [] };
    else {
      const fields = differing(former, part);
      if (fields.length > 0) yield { change: 'changed', what, id, fields };
    }
  }
}

function differing(before: object, after: object): readonly string[] {
  const [one, other] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...one.keys(), ...other.keys()])]
    .filter((name) => !DERIVED.has(name) && canonicalJson(one.get(name)) !== canonicalJson(other.get(name)))
    .sort();
}

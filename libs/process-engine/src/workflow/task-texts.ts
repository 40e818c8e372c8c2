import type { CompiledProcess, CompiledTask } from '../definition/compiled-process';
import { asPathPart, expandTemplate, isTemplate, templatePaths } from '../expressions/expand-template';
import type { TaskId } from '../model/ids';
import { instanceId, parseTaskId } from '../model/instance-ids';
import type { JsonRecord, JsonValue } from '../model/json-value';
import { templateBindings } from './expression-bindings';
import { taskOf } from './process-lookup';
import type { WorkflowState } from './workflow';

/** A text of a task with its placeholders filled in. */
export function expandText(text: string, taskId: TaskId, state: WorkflowState, process: CompiledProcess): string {
  return isTemplate(text) ? expandTemplate(text, templateBindings([text], { state, process, taskId })) : text;
}

/** The path a task, or an instance of one, writes; safe whatever the items hold. @throws ProcessMismatchError */
export function outputPathOf(taskId: TaskId, state: WorkflowState, process: CompiledProcess): string {
  const task = taskOf(process, taskId);
  if (!isTemplate(task.output.path)) return task.output.path;
  const { index } = parseTaskId(taskId);
  const items = state.stages[task.stage_id]?.groups[task.id];
  const known = index === null || items === undefined ? undefined : instancePathsOf(task, items, state, process)[index];
  return known ?? expandPath(task, taskId, state, process);
}

/** Paths of all instances of a task, by its list of items; they are asked for again and again while the list stays. */
const instancePaths = new WeakMap<
  readonly JsonValue[],
  { readonly template: string; readonly inputs: JsonRecord; readonly paths: readonly string[] }
>();

/** An instance whose item gives a path that an earlier one has gets its number added. */
function instancePathsOf(
  task: CompiledTask,
  items: readonly JsonValue[],
  state: WorkflowState,
  process: CompiledProcess,
): readonly string[] {
  const template = task.output.path;
  const known = instancePaths.get(items);
  if (known?.template === template && known.inputs === state.inputs) return known.paths;
  const taken = new Set<string>();
  const paths = items.map((_item, index) => {
    const path = expandPath(task, instanceId(task.id, index), state, process);
    if (taken.has(path)) return path.replace(/(\.[a-z0-9]{1,8})$/, `-${String(index + 1)}$1`);
    taken.add(path);
    return path;
  });
  if (isAboutItemAlone(template)) instancePaths.set(items, { template, inputs: state.inputs, paths });
  return paths;
}

/** True for a text that says the same as long as item and inputs are the same. */
function isAboutItemAlone(template: string): boolean {
  return templatePaths(template).every(([root]) => root === 'item' || root === 'index' || root === 'inputs');
}

/** The paths a task reads, placeholders filled in, in order: every document of an expanded task it reads. */
export function inputPathsOf(taskId: TaskId, state: WorkflowState, process: CompiledProcess): readonly string[] {
  const task = taskOf(process, taskId);
  return task.inputs.flatMap((input) => {
    if (!isTemplate(input)) return [input];
    const writer = writerOf(input, process);
    const items = writer === undefined ? undefined : state.stages[writer.stage_id]?.groups[writer.id];
    if (writer === undefined) return [];
    if (items === undefined) return writer.for_each === undefined ? [outputPathOf(writer.id, state, process)] : [];
    return items.map((_item, index) => outputPathOf(instanceId(writer.id, index), state, process));
  });
}

/** A task, or the instances it was expanded into; none before its list is known. */
export function instanceIdsOf(taskId: TaskId, state: WorkflowState, process: CompiledProcess): readonly TaskId[] {
  const task = taskOf(process, taskId);
  const items = state.stages[task.stage_id]?.groups[taskId];
  if (items !== undefined) return items.map((_item, index) => instanceId(taskId, index));
  return task.for_each === undefined ? [taskId] : [];
}

/** Every task, and instead of an expanded one its instances, in the order of the process. */
export function* eachPlannedTask(state: WorkflowState, process: CompiledProcess): Generator<TaskId> {
  for (const stage of process.stages) {
    for (const id of stage.task_ids) {
      const items = state.stages[stage.id]?.groups[id];
      if (items === undefined) yield id;
      else for (let index = 0; index < items.length; index += 1) yield instanceId(id, index);
    }
  }
}

/** What people see: the name of the task, of an instance with its number. */
export function taskName(taskId: TaskId, state: WorkflowState, process: CompiledProcess): string {
  const task = taskOf(process, taskId);
  const { index } = parseTaskId(taskId);
  const count = state.stages[task.stage_id]?.groups[task.id]?.length;
  return index === null || count === undefined ? task.name : `${task.name} (${index + 1}/${count})`;
}

function writerOf(path: string, process: CompiledProcess): CompiledTask | undefined {
  return Object.values(process.tasks).find((task) => task.output.path === path);
}

function expandPath(task: CompiledTask, taskId: TaskId, state: WorkflowState, process: CompiledProcess): string {
  const { path } = task.output;
  return expandTemplate(path, templateBindings([path], { state, process, taskId }), asPathPart);
}

import type { CompiledProcess, CompiledTask } from '../definition/compiled-process';
import { asPathPart, expandTemplate, isTemplate } from '../expressions/expand-template';
import type { TaskId } from '../model/ids';
import { instanceId, parseTaskId } from '../model/instance-ids';
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
  const path = expandPath(task, taskId, state, process);
  for (let other = 0; other < (index ?? 0); other += 1) {
    if (expandPath(task, instanceId(task.id, other), state, process) === path) {
      return path.replace(/(\.[a-z0-9]{1,8})$/, `-${String((index ?? 0) + 1)}$1`);
    }
  }
  return path;
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

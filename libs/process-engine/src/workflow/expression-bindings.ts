import type { CompiledProcess, CompiledTask } from '../definition/compiled-process';
import { analyseExpression } from '../expressions/analyse-expression';
import type { ReferencePath } from '../expressions/analyse-expression';
import { evaluateExpression } from '../expressions/evaluate-expression';
import type { Evaluation } from '../expressions/evaluate-expression';
import { templatePaths } from '../expressions/expand-template';
import { readExpression } from '../expressions/read-expression';
import { instanceId, parseTaskId } from '../model/instance-ids';
import type { JsonRecord, JsonValue } from '../model/json-value';
import { artifactAt } from './artifact-table';
import { findTaskOf } from './process-lookup';
import { isTaskSettled } from './standing';
import { UNTOUCHED_STAGE } from './task-table';
import type { TaskState, WorkflowState } from './workflow';

/** Whose expression it is. */
export interface ExpressionScope {
  readonly state: WorkflowState;
  readonly process: CompiledProcess;
  /** Task of the file or instance; absent for an expression of a stage. */
  readonly taskId?: string;
  readonly stageId?: string;
}

const referencesOf = new Map<string, readonly ReferencePath[]>();
/** Expressions whose references are kept. */
const MAX_KEPT = 2_000;

/** Evaluates an expression of the process on the state of a workflow. */
export function evaluateOn(text: string, scope: ExpressionScope): Evaluation {
  try {
    return evaluateExpression(text, bindingsFor(expressionReferences(text), scope));
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : 'It cannot be read.' };
  }
}

/** What the placeholders of a text stand for. */
export function templateBindings(texts: readonly string[], scope: ExpressionScope): JsonRecord {
  return bindingsFor(texts.flatMap(templatePaths), scope);
}

/** Values for what is asked for, and for nothing else: the cost does not grow with the workflow. */
export function bindingsFor(paths: readonly ReferencePath[], scope: ExpressionScope): JsonRecord {
  const { state } = scope;
  const bindings: Record<string, JsonValue> = {};
  for (const [root = '', name = ''] of paths) {
    if (root === 'inputs') bindings['inputs'] = state.inputs;
    else if (root === 'item' || root === 'index') Object.assign(bindings, itemBindings(scope));
    else if (root === 'round') bindings['round'] = roundOf(scope);
    else if (['tasks', 'gates', 'artifacts', 'approvals'].includes(root) && name !== '') {
      const known = bindings[root] as JsonRecord | undefined;
      bindings[root] = { ...known, [name]: valueOf(root, name, scope) };
    }
  }
  return bindings;
}

/** Everything an expression asks for. @throws Error when it cannot be read. */
export function expressionReferences(text: string): readonly ReferencePath[] {
  const known = referencesOf.get(text);
  if (known !== undefined) return known;
  const { references } = analyseExpression(readExpression(text).tree);
  if (referencesOf.size >= MAX_KEPT) referencesOf.clear();
  referencesOf.set(text, references);
  return references;
}

function valueOf(root: string, name: string, { state, process }: ExpressionScope): JsonValue {
  const id = name.replaceAll('_', '-');
  if (root === 'artifacts') {
    const artifact = artifactAt(state, name);
    return artifact === undefined ? null : { version: artifact.version, size_bytes: artifact.size_bytes };
  }
  if (root === 'approvals') {
    const { approved, rounds } = state.approvals[id] ?? { approved: false, rounds: 0 };
    return { approved, rounds };
  }
  const task = process.tasks[id];
  if (task === undefined) return null;
  const known = state.stages[task.stage_id]?.tasks[id];
  return root === 'gates' ? { ...known?.gates } : taskValue(task, state);
}

function taskValue(task: CompiledTask, state: WorkflowState): JsonValue {
  const stage = state.stages[task.stage_id] ?? UNTOUCHED_STAGE;
  const items = stage.groups[task.id];
  const known = stage.tasks[task.id];
  if (items === undefined) {
    const status = stage.status === 'skipped' ? 'skipped' : (known?.status ?? 'pending');
    return { ...attemptValue(known), status, results: [] };
  }
  const instances = items.map((_item, index) => stage.tasks[instanceId(task.id, index)]);
  return {
    status: isTaskSettled(task, stage) ? 'completed' : 'running',
    attempt: 1,
    words: instances.reduce((sum, instance) => sum + (instance?.words ?? 0), 0),
    values: {},
    results: items.map((item, index) => ({
      item,
      status: instances[index]?.status ?? 'pending',
      ...attemptValue(instances[index]),
    })),
  };
}

function attemptValue(known: TaskState | undefined): JsonRecord {
  return { attempt: known?.attempt ?? 0, words: known?.words ?? 0, values: known?.values ?? {} };
}

function itemBindings({ taskId, state, process }: ExpressionScope): JsonRecord {
  const { taskId: id, index } = parseTaskId(taskId ?? '');
  const stageId = findTaskOf(process, id)?.stage_id ?? '';
  if (index === null) return {};
  return { item: state.stages[stageId]?.groups[id]?.[index] ?? null, index };
}

function roundOf({ taskId, stageId, state, process }: ExpressionScope): number {
  if (stageId !== undefined) return (state.stages[stageId]?.repeats ?? 0) + 1;
  const task = findTaskOf(process, taskId ?? '');
  const stage = task === undefined ? undefined : state.stages[task.stage_id];
  if (task?.repeat !== undefined) return stage?.tasks[taskId ?? '']?.round ?? 1;
  return (stage?.repeats ?? 0) + 1;
}

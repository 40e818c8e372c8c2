import { COMPENSATION_STAGE_ID } from '../definition/compensations';
import type { CompiledTask } from '../definition/compiled-process';
import { instanceId } from '../model/instance-ids';
import { MAX_LIST_ITEMS } from '../model/list-limit';
import type { FeedbackReference } from '../model/values';
import { budgetsOf, isUsedUp } from './budget';
import { exhaustBudget } from './budget-hold';
import { failExpression, holds } from './decide-condition';
import type { DecideContext } from './decision';
import { openQuestions } from './dialogue';
import { evaluateOn, expressionReferences } from './expression-bindings';
import { failWorkflow } from './fail-workflow';
import { guidanceFor } from './guidance';
import { taskOf } from './process-lookup';
import { isStageReady, isTaskReady, isTaskSettled, openPoints, openTaskPoint } from './standing';
import { startLimitTimer } from './start-limit-timer';
import { findTask } from './task-table';
import type { Transcript } from './transcript';
import type { StageState, TaskState, WorkflowState } from './workflow';

/** Most tasks at a time when the process does not say. */
export const DEFAULT_PARALLEL_TASKS = 10;
const PRIORITIES = { high: 0, normal: 1, low: 2 } as const;

/** How a retry whose delay is not over is treated: wait on, or go now (its timer fired; after resume all of them). */
export interface AdvanceOptions {
  readonly retryNow?: boolean | string;
}

/** The task to go on with, or that the workflow waits for one that runs, or that there is none. */
export type NextTask =
  { readonly kind: 'work'; readonly taskId: string } | { readonly kind: 'wait' } | { readonly kind: 'none' };

/**
 * The next task whose turn it is: of the highest priority, then the first in the process. Sequential: one at a time, so
 * everything waits while one runs or waits for its retry. A retry that has to wait for other work anyway (somebody had a
 * task done again on which it builds) lets that work go first.
 */
export function nextTask({ state }: Transcript, { process, now }: DecideContext, options: AdvanceOptions): NextTask {
  const isSequential = state.concurrency === 'sequential';
  const slots = isSequential ? 1 : (process.max_parallel_tasks ?? DEFAULT_PARALLEL_TASKS);
  let busy = 0;
  let best: { readonly taskId: string; readonly rank: number } | undefined;
  for (const stage of process.stages) {
    const known = state.stages[stage.id];
    if (known?.status !== 'running') continue;
    let isStageOpen: boolean | undefined;
    for (const id of stage.task_ids) {
      const task = taskOf(process, id);
      if (isTaskSettled(task, known)) continue;
      for (const taskId of workIds(task, known)) {
        const standing = standingOf(known.tasks[taskId], taskId, options, now);
        const holdsPlace = standing === 'delayed' && isSequential && mayWork(task, state, process);
        if (standing === 'busy' || holdsPlace) busy += 1;
        if (standing !== 'due') continue;
        const rank = PRIORITIES[task.priority ?? 'normal'];
        if (best !== undefined && best.rank <= rank) continue;
        // A stage that was opened again waits for its approval as it did the first time.
        isStageOpen ??= isStageReady(stage, state, process) && openPoints(state, 'before', stage.id).length === 0;
        if (isStageOpen && mayWork(task, state, process)) best = { taskId, rank };
      }
      if (busy >= slots) return { kind: isSequential ? 'wait' : 'none' };
    }
  }
  return best === undefined ? { kind: 'none' } : { kind: 'work', taskId: best.taskId };
}

/** Hands a task out, or records why not: left out, expanded into its instances, no budget left. */
export function startTask(taskId: string, transcript: Transcript, context: DecideContext): void {
  const { process } = context;
  const task = taskOf(process, taskId);
  const known = findTask(transcript.state, taskId);
  const isInstance = taskId !== task.id;
  if (known?.status === 'interrupted') {
    const { attempt, lease } = known;
    transcript.record('task-lease-raised', { task_id: taskId, attempt, lease: lease + 1, reason: 'resumed' });
    return;
  }
  const isOrderedAnew = known === undefined || known.status === 'pending';
  if (isOrderedAnew && task.when !== undefined && isInstance === isAboutItem(task)) {
    const isWanted = holds(task.when, 'when', { process, taskId }, transcript);
    if (isWanted === undefined) return;
    if (!isWanted) return skip(taskId, task, transcript);
  }
  if (task.for_each !== undefined && !isInstance) return expand(task, transcript, context);
  // What undoes work is done whatever was spent: budgets bound the work itself.
  if (task.stage_id !== COMPENSATION_STAGE_ID && holdForBudget(task, transcript, context)) return;
  schedule(taskId, task, known, transcript, context);
}

function schedule(
  taskId: string,
  task: CompiledTask,
  known: TaskState | undefined,
  transcript: Transcript,
  context: DecideContext,
): void {
  const attempt = (known?.attempt ?? 0) + 1;
  const { stage_id, agent_id } = task;
  const feedback = withGuidance(known?.feedback ?? [], guidanceFor(agent_id, transcript.state));
  transcript.record('task-scheduled', { task_id: taskId, stage_id, agent_id, attempt, lease: 1, feedback });
  startLimitTimer('task-deadline', task.deadline_seconds, { id: taskId }, transcript, context);
  startLimitTimer('attempt-timeout', task.timeout_seconds, { id: taskId, attempt }, transcript, context);
  if (task.process === undefined) return;
  transcript.record('child-started', { task_id: taskId, stage_id, attempt, workflow_id: context.nextId('wf') });
}

/** What was said of the work, and what people told the agent since; nothing twice. */
function withGuidance(
  feedback: readonly FeedbackReference[],
  guidance: readonly FeedbackReference[],
): readonly FeedbackReference[] {
  if (guidance.length === 0) return feedback;
  const known = new Set(feedback.map((entry) => entry.reference));
  return [...feedback, ...guidance.filter((entry) => !known.has(entry.reference))];
}

function skip(task_id: string, task: CompiledTask, transcript: Transcript): void {
  const { stage_id, agent_id } = task;
  const reason = `The condition "${task.when ?? ''}" does not hold.`;
  const nothing = { skipped_by: null, interrupted: [], timer_ids: [] };
  transcript.record('task-skipped', { task_id, stage_id, agent_id, cause: 'condition', reason, ...nothing });
}

function expand(task: CompiledTask, transcript: Transcript, { process }: DecideContext): void {
  const { in: expression = '', max_items = 0 } = task.for_each ?? {};
  const place = { process, taskId: task.id };
  const result = evaluateOn(expression, { ...place, state: transcript.state });
  if (!result.ok) return failExpression(expression, 'for_each', result.problem, place, transcript);
  const items = result.value;
  if (!Array.isArray(items)) return failExpression(expression, 'for_each', 'It yields no list.', place, transcript);
  if (items.length > Math.min(max_items, MAX_LIST_ITEMS)) {
    const detail = `${task.name}: the list has ${items.length} items; at most ${max_items} are allowed.`;
    return failWorkflow(transcript, 'too-many-items', detail, task.id);
  }
  transcript.record('task-expanded', { task_id: task.id, stage_id: task.stage_id, items });
}

/** True when the condition asks for the item, so that it is decided for each instance. */
function isAboutItem(task: CompiledTask): boolean {
  return (
    task.for_each !== undefined &&
    expressionReferences(task.when ?? '').some(([root]) => root === 'item' || root === 'index')
  );
}

/** True when a budget is used up: the workflow was ended, or waits for a person to grant more. */
function holdForBudget(task: CompiledTask, transcript: Transcript, { process }: DecideContext): boolean {
  const { state } = transcript;
  const usedUp = budgetsOf(task, state, process).find(isUsedUp);
  if (usedUp === undefined) return false;
  exhaustBudget(usedUp, transcript);
  if (usedUp.on_exhausted === 'pause') return true;
  const detail = `${task.name} cannot start: the budget of the ${usedUp.scope} is used up. Raise it in the process, or start with less.`;
  failWorkflow(transcript, 'budget-exhausted', detail, null);
  return true;
}

function mayWork(task: CompiledTask, state: WorkflowState, process: DecideContext['process']): boolean {
  return isTaskReady(task, state, process) && openTaskPoint(state, 'before', task.id) === undefined;
}

/** The task itself, or its instances once it is expanded. */
function workIds(task: CompiledTask, stage: StageState): readonly string[] {
  return stage.groups[task.id]?.map((_item, index) => instanceId(task.id, index)) ?? [task.id];
}

function standingOf(
  known: TaskState | undefined,
  taskId: string,
  { retryNow = false }: AdvanceOptions,
  now: string,
): 'due' | 'busy' | 'delayed' | 'over' {
  if (known === undefined || known.status === 'pending' || known.status === 'interrupted') return 'due';
  if (known.status === 'running') return 'busy';
  if (known.status !== 'retrying') return 'over';
  if (openQuestions(known) !== undefined) return 'delayed';
  const isOver = known.timer === null || known.timer.due_at < now;
  return isOver || retryNow === true || retryNow === taskId ? 'due' : 'delayed';
}

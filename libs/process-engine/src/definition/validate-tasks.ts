import type { ErrorCollector } from './definition-source';
import { nearestWord } from './nearest-word';
import { allNeeds, orderTasks } from './order-tasks';
import type { ProcessDefinition } from './process-definition';
import type { PlacedTask, ProcessIndex } from './process-index';
import { stageNeedsOf } from './process-order';

/** Ids, agents, needs and cycles. */
export function validateTasks(
  process: ProcessDefinition,
  index: ProcessIndex,
  agentIds: ReadonlySet<string>,
  errors: ErrorCollector,
): void {
  reportDuplicates(process, index, errors);
  for (const entry of index.placed) {
    validateAgent(entry, agentIds, errors);
    validateNeeds(entry, index, errors);
  }
  validateCycles(process, index, errors);
}

/** Every stage begins with a plan that the other tasks of the stage need (specification §5.2.1). */
export function validatePlanning(process: ProcessDefinition, errors: ErrorCollector): void {
  process.stages.forEach((stage, stageIndex) => {
    const [first] = stage.tasks;
    const plan = stage.tasks.find((task) => task.kind === 'plan');
    const at = ['stages', stageIndex];
    if (plan === undefined) {
      const remedy = 'Make the first task of the stage `kind: plan`.';
      errors.add([...at, 'id'], 'missing-plan', `The stage "${stage.id}" has no planning task.`, remedy);
      return;
    }
    if (first !== undefined && first.kind !== 'plan') {
      const message = `The stage "${stage.id}" does not begin with its plan "${plan.id}".`;
      errors.add([...at, 'tasks', 0, 'kind'], 'plan-not-first', message, 'Move the planning task to the front.');
    }
    stage.tasks.forEach((task, taskIndex) => {
      if (task.kind === 'plan' || allNeeds(task.id, stage.tasks).has(plan.id)) return;
      const message = `The task "${task.id}" does not need the plan of its stage.`;
      const remedy = `Add "${plan.id}" to its needs.`;
      errors.add([...at, 'tasks', taskIndex, 'id'], 'task-without-plan', message, remedy);
    });
  });
}

function reportDuplicates(process: ProcessDefinition, index: ProcessIndex, errors: ErrorCollector): void {
  const remedy = 'Give each its own id.';
  const stages = new Set<string>();
  process.stages.forEach((stage, stageIndex) => {
    if (stages.has(stage.id)) {
      errors.add(['stages', stageIndex, 'id'], 'duplicate-id', `Two stages have the id "${stage.id}".`, remedy);
    }
    stages.add(stage.id);
  });
  for (const entry of index.placed) {
    if (index.byId.get(entry.task.id) === entry) continue;
    errors.add([...entry.path, 'id'], 'duplicate-id', `Two tasks have the id "${entry.task.id}".`, remedy);
  }
}

function validateCycles(process: ProcessDefinition, index: ProcessIndex, errors: ErrorCollector): void {
  const order = orderTasks(index.placed.map(({ task }) => task));
  const remedy = 'Remove one of these needs so that some task can run first.';
  if (!order.ok) {
    const path = index.byId.get(order.cycle[0] ?? '')?.path ?? [];
    const circle = order.cycle.join(' -> ');
    errors.add([...path, 'needs'], 'cycle', `Tasks need each other in a circle: ${circle}.`, remedy, 'key');
    return;
  }
  const stages = orderTasks(process.stages.map((stage) => ({ id: stage.id, needs: stageNeedsOf(process, stage) })));
  const isToldAlready = stages.ok && errors.errors.some((error) => error.code === 'needs-later-stage');
  const cycle = stages.ok ? index.order.cycle : stages.cycle;
  if (cycle === undefined || isToldAlready) return;
  const stageIndex = process.stages.findIndex((stage) => cycle.includes(stage.id) && stage.needs !== undefined);
  const at = ['stages', Math.max(0, stageIndex), 'needs'];
  errors.add(at, 'cycle', `Stages and tasks need each other in a circle: ${cycle.join(' -> ')}.`, remedy, 'key');
}

/** The agent of a task exists. */
export function validateAgent(
  { task, path }: Pick<PlacedTask, 'task' | 'path'>,
  agentIds: ReadonlySet<string>,
  errors: ErrorCollector,
): void {
  if (task.agent === undefined || agentIds.has(task.agent)) return;
  const near = nearestWord(task.agent, [...agentIds]);
  const remedy =
    near === undefined
      ? `Use one of ${[...agentIds].join(', ')}, or add agents/${task.agent}.`
      : `Did you mean "${near}"?`;
  errors.add([...path, 'agent'], 'unknown-agent', `There is no agent "${task.agent}".`, remedy);
}

function validateNeeds({ task, path, stage }: PlacedTask, index: ProcessIndex, errors: ErrorCollector): void {
  (task.needs ?? []).forEach((need, needIndex) => {
    const needed = index.byId.get(need);
    const at = [...path, 'needs', needIndex];
    if (needed === undefined) {
      const near = nearestWord(need, [...index.byId.keys()]);
      const remedy = near === undefined ? 'Name a task of this process.' : `Did you mean "${near}"?`;
      errors.add(at, 'unknown-task', `There is no task "${need}".`, remedy);
    } else if (index.order.isStageBefore(stage.id, needed.stage.id)) {
      const message = `The task "${task.id}" needs "${need}", which belongs to the later stage "${needed.stage.id}".`;
      errors.add(at, 'needs-later-stage', message, 'Move one of the two tasks, or drop the need.');
    }
  });
}

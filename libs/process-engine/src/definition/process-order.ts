import { orderTasks } from './order-tasks';
import type { OrderedTask } from './order-tasks';
import type { ProcessDefinition, StageDefinition } from './process-definition';

/** What must be over before what, over tasks and stages together. */
export interface ProcessOrder {
  /** True when the task is over before the other one starts. */
  readonly isTaskBefore: (earlier: string, later: string) => boolean;
  /** True when the task is over before the stage starts. */
  readonly isBeforeStage: (taskId: string, stageId: string) => boolean;
  /** True when the stage is over before the other one starts. */
  readonly isStageBefore: (earlier: string, later: string) => boolean;
  /** Nodes of one circle that goes through stages and tasks, as people know them. */
  readonly cycle: readonly string[] | undefined;
}

const START = 'start ';
const END = 'end ';

/** Stages that must be over before a stage starts: those it names, else the one before it. */
export function stageNeedsOf(process: ProcessDefinition, stage: StageDefinition): readonly string[] {
  if (stage.needs !== undefined) return stage.needs;
  const previous = process.stages[process.stages.indexOf(stage) - 1];
  return previous === undefined ? [] : [previous.id];
}

/** Derives the order from the needs of tasks and stages. */
export function orderProcess(process: ProcessDefinition): ProcessOrder {
  const nodes: OrderedTask[] = process.stages.flatMap((stage) => [
    { id: `${START}${stage.id}`, needs: stageNeedsOf(process, stage).map((need) => `${END}${need}`) },
    ...stage.tasks.map((task) => ({ id: task.id, needs: [`${START}${stage.id}`, ...(task.needs ?? [])] })),
    { id: `${END}${stage.id}`, needs: [`${START}${stage.id}`, ...stage.tasks.map((task) => task.id)] },
  ]);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const reached = new Map<string, ReadonlySet<string>>();
  const before = (node: string): ReadonlySet<string> => {
    const known = reached.get(node);
    if (known !== undefined) return known;
    const found = new Set<string>();
    const open = [node];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      for (const need of byId.get(id)?.needs ?? []) {
        if (found.has(need)) continue;
        found.add(need);
        open.push(need);
      }
    }
    reached.set(node, found);
    return found;
  };
  const order = orderTasks(nodes);
  return {
    isTaskBefore: (earlier, later) => before(later).has(earlier),
    isBeforeStage: (taskId, stageId) => before(`${START}${stageId}`).has(taskId),
    isStageBefore: (earlier, later) => before(`${START}${later}`).has(`${END}${earlier}`),
    cycle: order.ok ? undefined : namesOf(order.cycle),
  };
}

function namesOf(cycle: readonly string[]): readonly string[] {
  const names = cycle.map((node) => node.replace(START, '').replace(END, ''));
  return names.filter((name, index) => name !== names[index - 1]);
}

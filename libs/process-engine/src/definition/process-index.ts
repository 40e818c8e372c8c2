import type { PartPath } from './definition-source';
import type { ProcessDefinition, StageDefinition, TaskDefinition } from './process-definition';
import { orderProcess } from './process-order';
import type { ProcessOrder } from './process-order';

/** A task with its place. */
export interface PlacedTask {
  readonly task: TaskDefinition;
  readonly stage: StageDefinition;
  readonly stageIndex: number;
  readonly path: PartPath;
}

/** All tasks of a process with their places; of tasks with the same id the first is found by id. */
export interface ProcessIndex {
  readonly placed: readonly PlacedTask[];
  readonly byId: ReadonlyMap<string, PlacedTask>;
  /** The first task that writes each path. */
  readonly writers: ReadonlyMap<string, PlacedTask>;
  readonly order: ProcessOrder;
}

/** Indexes a process for validation. */
export function indexProcess(process: ProcessDefinition): ProcessIndex {
  const placed = process.stages.flatMap((stage, stageIndex) =>
    stage.tasks.map((task, taskIndex) => ({
      task,
      stage,
      stageIndex,
      path: ['stages', stageIndex, 'tasks', taskIndex],
    })),
  );
  const byId = new Map<string, PlacedTask>();
  const writers = new Map<string, PlacedTask>();
  for (const entry of placed) {
    if (!byId.has(entry.task.id)) byId.set(entry.task.id, entry);
    if (!writers.has(entry.task.output.path)) writers.set(entry.task.output.path, entry);
  }
  return { placed, byId, writers, order: orderProcess(process) };
}

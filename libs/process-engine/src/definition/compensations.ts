import type { PartPath } from './definition-source';
import type { CompensationDefinition, ProcessDefinition, StageDefinition, TaskDefinition } from './process-definition';

/** Id of the stage that holds what undoes the work; no stage of a process may have it. */
export const COMPENSATION_STAGE_ID = 'compensation';

/** What a compensation undoes. */
export type Undoes =
  | { readonly kind: 'task'; readonly task: TaskDefinition; readonly even_unfinished: boolean }
  | { readonly kind: 'stage'; readonly stage: StageDefinition }
  | { readonly kind: 'process' };

/** A compensation as a task, with its place and with what it undoes. */
export interface PlacedCompensation {
  readonly task: TaskDefinition;
  readonly path: PartPath;
  readonly undoes: Undoes;
}

/** Everything that undoes a part of the process: what undoes tasks, then stages, then the whole. */
export function placedCompensations(process: ProcessDefinition): readonly PlacedCompensation[] {
  const ofTasks = process.stages.flatMap((stage, stageIndex) =>
    stage.tasks.flatMap((task, taskIndex): PlacedCompensation[] => {
      if (task.on_cancel === undefined) return [];
      const undoes = { kind: 'task', task, even_unfinished: task.on_cancel.even_unfinished ?? false } as const;
      const path = ['stages', stageIndex, 'tasks', taskIndex, 'on_cancel'];
      return [{ task: asTask(task.on_cancel, task.id, task.for_each), path, undoes }];
    }),
  );
  const ofStages = process.stages.flatMap((stage, stageIndex): PlacedCompensation[] => {
    if (stage.on_cancel === undefined) return [];
    const path = ['stages', stageIndex, 'on_cancel'];
    return [{ task: asTask(stage.on_cancel, stage.id), path, undoes: { kind: 'stage', stage } }];
  });
  const { on_cancel } = process;
  if (on_cancel === undefined) return [...ofTasks, ...ofStages];
  const whole: PlacedCompensation = {
    task: asTask(on_cancel, process.name),
    path: ['on_cancel'],
    undoes: { kind: 'process' },
  };
  return [...ofTasks, ...ofStages, whole];
}

/** One compensation goes on without another that failed, unless it says otherwise. */
function asTask(
  { even_unfinished: _scope, ...declared }: CompensationDefinition,
  undone: string,
  forEach?: TaskDefinition['for_each'],
): TaskDefinition {
  return {
    id: `undo-${undone}`,
    kind: 'deliverable',
    on_failure: 'continue',
    ...declared,
    ...(forEach === undefined ? {} : { for_each: forEach }),
  };
}

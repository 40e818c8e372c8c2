import { COMPENSATION_STAGE_ID } from '../definition/compensations';
import type { CompiledProcess } from '../definition/compiled-process';
import { instanceId, parseTaskId } from '../model/instance-ids';
import { artifactAt } from './artifact-table';
import type { WorkflowCancelling } from './compensation-events';
import type { DecideContext } from './decision';
import { startTask } from './next-task';
import type { AdvanceOptions } from './next-task';
import { openWork } from './open-work';
import { taskOf } from './process-lookup';
import { findTask, isSettled } from './task-table';
import { instanceIdsOf, outputPathOf } from './task-texts';
import type { Transcript } from './transcript';
import type { TaskState, WorkflowState } from './workflow';

type Compensation = WorkflowCancelling['data']['compensations'][number];

/** A compensation with the time of what it undoes: a task ended then, a stage began then. */
interface Due {
  readonly compensation: Compensation;
  readonly at: string;
}

/** Later than every time. */
const IN_HAND = '~';

/**
 * What undoes what the workflow did, the last first: a task that left a document (or was begun, where the process says
 * so), a stage that was begun after all that happened in it, the whole at the end. A fork undoes what it did itself.
 */
export function dueCompensations(state: WorkflowState, process: CompiledProcess): readonly Compensation[] {
  const { compensation } = process;
  if (compensation === undefined) return [];
  const due = compensation.stage.task_ids.flatMap((id): readonly Due[] => {
    const { agent_id } = taskOf(process, id);
    const undoes = compensation.undoes[id];
    switch (undoes?.kind) {
      case 'task':
        return instanceIdsOf(undoes.id, state, process).flatMap((done): readonly Due[] => {
          const at = endOf(done, undoes.even_unfinished, state, process);
          if (at === undefined) return [];
          const { index } = parseTaskId(done);
          const task_id = index === null ? id : instanceId(id, index);
          return [{ compensation: { task_id, agent_id, undoes: { kind: 'task', id: done } }, at }];
        });
      case 'stage': {
        const at = beginOf(undoes.id, state);
        if (at === undefined) return [];
        return [{ compensation: { task_id: id, agent_id, undoes: { kind: 'stage', id: undoes.id } }, at }];
      }
      case 'process':
        return [{ compensation: { task_id: id, agent_id, undoes: { kind: 'process', id: null } }, at: '' }];
      default:
        return [];
    }
  });
  const order = { task: 2, stage: 1, process: 0 };
  return due
    .map((entry, index) => ({ ...entry, index }))
    .sort((one, other) => {
      if (one.at !== other.at) return one.at < other.at ? 1 : -1;
      const [kind, otherKind] = [order[one.compensation.undoes.kind], order[other.compensation.undoes.kind]];
      return kind === otherKind ? other.index - one.index : otherKind - kind;
    })
    .map(({ compensation: each }) => each);
}

/** Goes on undoing: one compensation after another; when all are settled the workflow is cancelled. */
export function advanceCompensation(transcript: Transcript, context: DecideContext, options: AdvanceOptions): void {
  while (transcript.state.phase === 'cancelling') {
    const { state } = transcript;
    const next = state.compensation?.find((id) => !isSettled(findTask(state, id)));
    if (next === undefined) {
      transcript.record('stage-completed', { stage_id: COMPENSATION_STAGE_ID, round: 1 });
      endCancelled(transcript);
    } else if (state.pause !== null || isAtWork(state) || !isDue(findTask(state, next), next, options)) return;
    else startTask(next, transcript, context);
  }
}

/** Ends a workflow that was being cancelled, whatever is left to undo. */
export function endCancelled(
  transcript: Transcript,
  { reason, cancelled_by }: { readonly reason: string; readonly cancelled_by: string } = transcript.state
    .cancellation ?? { reason: '', cancelled_by: '' },
): void {
  transcript.record('workflow-cancelled', { reason, cancelled_by, open: openWork(transcript.state) });
}

/** One at a time, also when a person has an earlier one done again. */
function isAtWork(state: WorkflowState): boolean {
  return state.compensation?.some((id) => findTask(state, id)?.status === 'running') === true;
}

function isDue(known: TaskState | undefined, taskId: string, { retryNow = false }: AdvanceOptions): boolean {
  if (known?.status === 'retrying') return known.timer === null || retryNow === true || retryNow === taskId;
  return known?.status === 'pending' || known?.status === 'interrupted';
}

/** When a task was over that is to be undone; undefined when there is nothing to undo. */
function endOf(
  taskId: string,
  evenUnfinished: boolean,
  state: WorkflowState,
  process: CompiledProcess,
): string | undefined {
  const known = findTask(state, taskId);
  if (known === undefined || known.attempt === 0) return undefined;
  const at = known.ended_at ?? IN_HAND;
  const isOfParent = state.origin?.kind === 'fork' && (known.ended_at ?? known.scheduled_at) < state.started_at;
  if (isOfParent) return undefined;
  if (evenUnfinished) return at;
  if (state.origin?.kind === 'fork') return known.status === 'completed' ? at : undefined;
  return artifactAt(state, outputPathOf(taskId, state, process)) === undefined ? undefined : at;
}

/** When the first task of a stage was begun; undefined when none was. */
function beginOf(stageId: string, state: WorkflowState): string | undefined {
  const begun = Object.values(state.stages[stageId]?.tasks ?? {}).flatMap(({ attempt, scheduled_at }) =>
    attempt > 0 && (state.origin?.kind !== 'fork' || scheduled_at >= state.started_at) ? [scheduled_at] : [],
  );
  return begun.length === 0 ? undefined : begun.reduce((least, each) => (each < least ? each : least));
}

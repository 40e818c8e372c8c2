import { askNext } from './ask-approval';
import { advanceCompensation } from './compensation';
import type { DecideContext } from './decision';
import { askQuestions } from './dialogue';
import { METADATA_PATHS } from './limits';
import { settleStage, startStage } from './next-stage';
import { nextTask, startTask } from './next-task';
import type { AdvanceOptions } from './next-task';
import { isStageOver } from './standing';
import { openTasks } from './task-table';
import type { Transcript } from './transcript';

/**
 * Records what follows from the state by itself: stage done or repeated, person asked, next stage, next task, closing.
 * Everything is derived from the standing of stages and tasks, so it does not matter what brought them there. A
 * sequential workflow does one thing at a time: one task, or one question. A workflow that is being cancelled undoes its
 * work. A held workflow records that a stage is
 * done, and nothing is sent.
 */
export function advance(transcript: Transcript, context: DecideContext, options: AdvanceOptions = {}): void {
  advanceCompensation(transcript, context, options);
  while (transcript.state.phase === 'running') {
    if (settleStage(transcript, context)) continue;
    if (transcript.state.pause !== null) return;
    if (askQuestions(transcript, context.nextId)) continue;
    const isSequential = transcript.state.concurrency === 'sequential';
    if (isSequential && transcript.state.pending_approvals.length > 0) return;
    const next = nextTask(transcript, context, options);
    if (next.kind === 'wait') return;
    if (next.kind === 'work') {
      startTask(next.taskId, transcript, context);
      continue;
    }
    if (askNext(transcript, context)) continue;
    if (startStage(transcript, context)) continue;
    return closeWhenDone(transcript, context);
  }
}

function closeWhenDone(transcript: Transcript, { process }: DecideContext): void {
  const { state } = transcript;
  if (state.pending_approvals.length > 0 || !process.stages.every((stage) => isStageOver(stage.id, state))) return;
  for (const open of openTasks(state)) if (open[1].status === 'running') return;
  transcript.record('workflow-closing', { metadata_paths: METADATA_PATHS });
}

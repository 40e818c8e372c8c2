import type { CompiledStage } from '../definition/compiled-process';
import { holds } from './decide-condition';
import type { DecideContext } from './decision';
import { failWorkflow } from './fail-workflow';
import { taskOf } from './process-lookup';
import { isStageReady, isTaskDone, openPoints } from './standing';
import { startLimitTimer } from './start-limit-timer';
import type { Transcript } from './transcript';

/** Records that one more stage is done, or that it is to be repeated; false when there is none. */
export function settleStage(transcript: Transcript, { process }: DecideContext): boolean {
  const { state } = transcript;
  const done = process.stages.find(
    (stage) =>
      state.stages[stage.id]?.status === 'running' &&
      stage.task_ids.every((id) => isTaskDone(taskOf(process, id), state)),
  );
  if (done === undefined) return false;
  const { round, repeats } = state.stages[done.id] ?? { round: 1, repeats: 0 };
  if (done.repeat !== undefined) {
    const { until, max_rounds, otherwise } = done.repeat;
    const isEnough = holds(until, 'until', { process, stageId: done.id }, transcript);
    if (isEnough === undefined) return true;
    if (!isEnough && repeats + 1 < max_rounds) {
      transcript.record('stage-repeated', { stage_id: done.id, round: round + 1, repeats: repeats + 1 });
      return true;
    }
    if (!isEnough && otherwise === 'fail') {
      failWorkflow(
        transcript,
        'repeat-exhausted',
        `${done.name}: after ${max_rounds} rounds "${until}" does not hold.`,
      );
      return true;
    }
  }
  transcript.record('stage-completed', { stage_id: done.id, round });
  return true;
}

/** Starts one more stage, or leaves it out; false when none can start. */
export function startStage(transcript: Transcript, context: DecideContext): boolean {
  const { process } = context;
  const next = process.stages.find((stage) => mayStart(stage, transcript, context));
  if (next === undefined) return false;
  if (next.when !== undefined) {
    const isWanted = holds(next.when, 'when', { process, stageId: next.id }, transcript);
    if (isWanted === undefined) return true;
    if (!isWanted) {
      transcript.record('stage-skipped', { stage_id: next.id, reason: `The condition "${next.when}" does not hold.` });
      return true;
    }
  }
  transcript.record('stage-started', { stage_id: next.id, round: 1, reset_task_ids: [], feedback: [] });
  startLimitTimer('stage-deadline', next.deadline_seconds, { id: next.id }, transcript, context);
  return true;
}

function mayStart(stage: CompiledStage, { state }: Transcript, { process }: DecideContext): boolean {
  if (state.stages[stage.id] !== undefined) return false;
  return isStageReady(stage, state, process) && openPoints(state, 'before', stage.id).length === 0;
}

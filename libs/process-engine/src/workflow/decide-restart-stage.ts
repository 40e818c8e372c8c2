import { advance } from './advance';
import { refuseWhenOver } from './control-checks';
import type { RestartStageCommand } from './control-commands';
import { accept, reject } from './decision';
import type { DecideContext, Decision } from './decision';
import { noteOf } from './feedback-note';
import { taskOf } from './process-lookup';
import { resetTasks } from './reset-tasks';
import { dependentsOf } from './staleness';
import { findTask } from './task-table';
import { eachPlannedTask, inputPathsOf, outputPathOf } from './task-texts';
import { Transcript } from './transcript';
import type { WorkflowState } from './workflow';

/** Does a stage again from its plan, and exactly those later tasks whose documents were built from what it wrote. */
export function decideRestartStage(
  command: RestartStageCommand,
  state: WorkflowState,
  context: DecideContext,
): Decision {
  const { process } = context;
  const refusal = refuseWhenOver(state);
  if (refusal !== undefined) return refusal;
  const stage = process.stages.find((candidate) => candidate.id === command.stage_id);
  if (stage === undefined) {
    const known = process.stages.map((candidate) => candidate.id).join(', ');
    return reject('unknown-stage', `The process has no stage of this id; its stages are ${known}.`);
  }
  if (!['running', 'completed'].includes(state.stages[stage.id]?.status ?? 'untouched')) {
    return reject('stage-not-started', `${stage.name} was not begun; there is nothing to restart.`);
  }
  const transcript = new Transcript(state, context.now);
  const { requested_by } = command;
  resetTasks(laterTasks(stage.id, state, process), { reason: 'stale', requested_by }, transcript, process);
  const note = noteOf(command.feedback, context);
  resetTasks(stage.task_ids, { reason: 'restart', requested_by, ...note }, transcript, process);
  advance(transcript, context);
  return accept(transcript.events);
}

/** Tasks of other stages that read what the stage wrote, or what was built from it, done or in hand. */
function laterTasks(stageId: string, state: WorkflowState, process: DecideContext['process']): readonly string[] {
  const planned = [...eachPlannedTask(state, process)].filter((id) => findTask(state, id) !== undefined);
  const own = planned.filter((id) => taskOf(process, id).stage_id === stageId);
  const written = own.map((id) => outputPathOf(id, state, process));
  const changing = new Set([...written, ...dependentsOf(written, state, process).keys()]);
  return planned.filter(
    (id) => !own.includes(id) && inputPathsOf(id, state, process).some((path) => changing.has(path)),
  );
}

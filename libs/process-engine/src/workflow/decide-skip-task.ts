import { advance } from './advance';
import { refuseForTask } from './control-checks';
import type { SkipTaskCommand } from './control-commands';
import { accept, ignore, reject } from './decision';
import type { DecideContext, Decision } from './decision';
import { withdrawQuestions } from './dialogue';
import { isAmong } from './is-among';
import { cutText, MAX_DETAIL_CHARACTERS } from './limits';
import { taskOf } from './process-lookup';
import { eachTask, findTask } from './task-table';
import { taskName } from './task-texts';
import { Transcript } from './transcript';
import type { WorkflowState } from './workflow';

/** Leaves a task out that is not done; attempts in hand are taken from their agents. */
export function decideSkipTask(command: SkipTaskCommand, state: WorkflowState, context: DecideContext): Decision {
  const { process } = context;
  const { task_id, skipped_by } = command;
  const refusal = refuseForTask(task_id, state, process);
  if (refusal !== undefined) return refusal;
  const known = findTask(state, task_id);
  const name = taskName(task_id, state, process);
  if (known?.status === 'skipped') return ignore('already-skipped');
  if (known?.status === 'completed') return reject('task-completed', `${name} is done; there is nothing to skip.`);
  const reason = cutText(command.reason.trim(), MAX_DETAIL_CHARACTERS);
  if (reason === '') return reject('reason-missing', 'Say why the task is left out; the reason stays on the record.');
  const { stage_id, agent_id } = taskOf(process, task_id);
  const inHand = [...eachTask(state)].filter(([id]) => isAmong(id, [task_id]));
  const transcript = new Transcript(state, context.now);
  transcript.record('task-skipped', {
    task_id,
    stage_id,
    agent_id,
    cause: 'person',
    reason,
    skipped_by,
    interrupted: inHand
      .filter(([, task]) => task.status === 'running')
      .map(([id, { attempt, lease }]) => ({ task_id: id, attempt, lease })),
    timer_ids: inHand.flatMap(([, task]) => task.timer?.timer_id ?? []),
  });
  withdrawQuestions([task_id], 'task-skipped', transcript);
  advance(transcript, context);
  return accept(transcript.events);
}

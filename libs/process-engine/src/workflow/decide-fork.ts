import { COMPENSATION_STAGE_ID } from '../definition/compensations';
import { advance } from './advance';
import { artifactAt } from './artifact-table';
import type { ForkCommand } from './control-commands';
import { accept, ignore, reject } from './decision';
import type { DecideContext, Decision } from './decision';
import { editArtifact } from './edit-artifact';
import { resetTasks } from './reset-tasks';
import { staleTasks } from './staleness';
import { eachTask } from './task-table';
import { outputPathOf } from './task-texts';
import { Transcript } from './transcript';
import type { TaskState, WorkflowState } from './workflow';

/** Goes on from a copied history by itself: what was in hand is done here, edited documents count from the start. */
export function decideFork(command: ForkCommand, state: WorkflowState, context: DecideContext): Decision {
  const { process } = context;
  const { parent_workflow_id, parent_seq, forked_by } = command;
  const { origin } = state;
  if (origin?.kind === 'fork' && origin.workflow_id === parent_workflow_id && origin.seq === parent_seq)
    return ignore('already-started');
  const missing = command.edits.find((edit) => artifactAt(state, edit.path) === undefined);
  if (missing !== undefined) {
    return reject('unknown-artifact', `At event ${parent_seq} there was no document ${missing.path} to edit.`);
  }
  const transcript = new Transcript(state, context.now);
  const reopened_task_ids = [...eachTask(state)]
    .filter(([id, task]) => task.stage_id !== COMPENSATION_STAGE_ID && !isDone(id, task, state, process))
    .map(([id]) => id);
  transcript.record('workflow-forked', { parent_workflow_id, parent_seq, forked_by, reopened_task_ids });
  for (const edit of command.edits) editArtifact(edit, forked_by, transcript, process);
  if (command.edits.length > 0) {
    const stale = staleTasks(transcript.state, process);
    resetTasks(stale, { reason: 'fork', requested_by: forked_by }, transcript, process);
  }
  advance(transcript, context);
  return accept(transcript.events);
}

function isDone(id: string, task: TaskState, state: WorkflowState, process: DecideContext['process']): boolean {
  if (task.status === 'skipped') return true;
  return task.status === 'completed' && artifactAt(state, outputPathOf(id, state, process)) !== undefined;
}

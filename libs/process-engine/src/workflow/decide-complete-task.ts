import { MAX_VALUES_BYTES } from '../contract/read-values';
import type { CompiledTask } from '../definition/compiled-process';
import { advance } from './advance';
import { artifactAt } from './artifact-table';
import type { CompleteTaskCommand } from './commands';
import { currentAttempt } from './current-attempt';
import { holds } from './decide-condition';
import { accept, reject } from './decision';
import type { DecideContext, Decision } from './decision';
import { evaluateGates } from './evaluate-gates';
import { failWorkflow } from './fail-workflow';
import { taskOf } from './process-lookup';
import { settleFailure } from './settle-failure';
import { markBornStale, markDependents } from './staleness';
import { findTask } from './task-table';
import { outputPathOf } from './task-texts';
import { Transcript } from './transcript';
import type { WorkflowState } from './workflow';

/** Records the attempt, its artifact and the gates' verdicts, and what follows, as one decision (one commit). */
export function decideCompleteTask(
  command: CompleteTaskCommand,
  state: WorkflowState,
  context: DecideContext,
): Decision {
  const current = currentAttempt(state, command);
  if ('outcome' in current) return current;
  const { task_id, attempt, lease, artifact, evidence, usage, duration_ms, values = null } = command;
  const task = taskOf(context.process, task_id);
  const path = outputPathOf(task_id, state, context.process);
  if (artifact.path !== path) {
    return reject('artifact-path-mismatch', `Task ${task_id} writes ${path}, not ${artifact.path}.`);
  }
  if (values !== null && Buffer.byteLength(JSON.stringify(values)) > MAX_VALUES_BYTES) {
    return reject('values-too-large', `The values of a document take at most ${MAX_VALUES_BYTES} bytes.`);
  }

  const transcript = new Transcript(state, context.now);
  const { stage_id, agent_id } = current;
  const previous = artifactAt(state, path);
  const attemptOf = { task_id, stage_id, agent_id, attempt, lease };
  transcript.record('task-completed', { ...attemptOf, evidence, usage, duration_ms, values });
  transcript.record('artifact-recorded', { artifact, task_id, stage_id, agent_id });
  markBornStale(task_id, artifact, current, transcript, context.process);
  if (previous !== undefined && previous.sha256 !== artifact.sha256) markDependents(path, transcript, context.process);
  const verdicts = evaluateGates(task, artifact, evidence, context.process);
  for (const verdict of verdicts) transcript.record('gate-evaluated', { ...verdict, stage_id, task_id, attempt });

  const problems = verdicts.flatMap((verdict) => verdict.problems);
  if (settleFailure(transcript, task_id, task, 'gate-failed', problems.join(' ')) === 'ended') {
    return accept(transcript.events);
  }
  repeatUntil(task_id, task, transcript, context);
  advance(transcript, context);
  return accept(transcript.events);
}

/** `repeat … until`: once the gates passed, the task is done again while its condition does not hold. */
function repeatUntil(taskId: string, task: CompiledTask, transcript: Transcript, { process }: DecideContext): void {
  const known = findTask(transcript.state, taskId);
  if (task.repeat === undefined || known?.status !== 'completed') return;
  const { until, max_rounds, otherwise } = task.repeat;
  const isEnough = holds(until, 'until', { process, taskId }, transcript);
  if (isEnough !== false) return;
  if (known.round < max_rounds) {
    transcript.record('task-repeated', { task_id: taskId, stage_id: task.stage_id, round: known.round + 1 });
  } else if (otherwise === 'fail') {
    const detail = `${task.name}: after ${max_rounds} rounds "${until}" does not hold.`;
    failWorkflow(transcript, 'repeat-exhausted', detail, taskId);
  }
}

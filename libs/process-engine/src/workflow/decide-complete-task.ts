import { advance } from './advance';
import type { CompleteTaskCommand } from './commands';
import { currentAttempt } from './current-attempt';
import { accept, reject } from './decision';
import type { DecideContext, Decision } from './decision';
import { evaluateGates } from './evaluate-gates';
import { failWhenExhausted } from './fail-when-exhausted';
import { taskOf } from './process-lookup';
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
  const task = taskOf(context.process, command.task_id);
  if (command.artifact.path !== task.output.path) {
    return reject(
      'artifact-path-mismatch',
      `Task ${task.id} writes ${task.output.path}, not ${command.artifact.path}.`,
    );
  }

  const transcript = new Transcript(state, context.now);
  const { task_id, attempt, lease, artifact, evidence, usage, duration_ms } = command;
  const { stage_id, agent_id } = current;
  transcript.record('task-completed', { task_id, stage_id, agent_id, attempt, lease, evidence, usage, duration_ms });
  transcript.record('artifact-recorded', { artifact, task_id, stage_id, agent_id });
  const verdicts = evaluateGates(task, artifact, evidence, context.process);
  for (const verdict of verdicts) transcript.record('gate-evaluated', { ...verdict, stage_id, task_id, attempt });

  const problems = verdicts.flatMap((verdict) => verdict.problems);
  if (!failWhenExhausted(transcript, task, 'gate-failed', problems.join(' '))) advance(transcript, context);
  return accept(transcript.events);
}

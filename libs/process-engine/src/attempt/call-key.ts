import { createHash } from 'node:crypto';

import type { AgentTask, ModelMessage } from './agent-task';

/** What a model call of an attempt means; turn 1 is the first answer, the later ones repair it. */
export function callKeyOf(task: Pick<AgentTask, 'workflow_id' | 'task_id' | 'attempt'>, turn: number): string {
  return `${task.workflow_id}/${task.task_id}/${task.attempt}/${turn}`;
}

/** Lower-case hexadecimal SHA-256 of what a model is asked, as the call record keeps it. */
export function requestHash({ agent }: Pick<AgentTask, 'agent'>, messages: readonly ModelMessage[]): string {
  const turns = messages.map(({ role, content }) => [role, content]);
  return textHash(JSON.stringify([agent.route, turns, agent.max_output_tokens, agent.temperature]));
}

/** Lower-case hexadecimal SHA-256 of a text as UTF-8. */
export function textHash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

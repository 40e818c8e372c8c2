import type { AgentTask, LoadedInput, ModelMessage } from './agent-task';
import { buildPrompt } from './build-prompt';
import { buildRepair } from './build-repair';
import type { FailedAnswer } from './build-repair';
import { estimateTokens } from './estimate-tokens';

/**
 * The messages of one turn: the prompt and, in a repair, the answer before with its problems. The same task, inputs and
 * answers give the same messages.
 *
 * @param contextTokens Tokens of prompt and answer together.
 */
export function buildConversation(
  task: AgentTask,
  inputs: readonly LoadedInput[],
  contextTokens: number,
  failed?: FailedAnswer,
): ModelMessage[] {
  const repair = failed === undefined ? [] : buildRepair(task, failed);
  const repairTokens = repair.reduce((sum, message) => sum + estimateTokens(message.content), 0);
  const prompt = buildPrompt(task, inputs, Math.max(0, contextTokens - task.agent.max_output_tokens - repairTokens));
  return [...prompt, ...repair];
}

import type { AgentTask, ModelMessage } from './agent-task';
import { renderForm } from './build-prompt';
import { asMaterial } from './delimiters';
import { charactersOf } from './estimate-tokens';

/** An answer that missed the output contract. */
export interface FailedAnswer {
  readonly text: string;
  /** Sentences an agent can act on. */
  readonly problems: readonly string[];
}

/** The two turns that follow a failed answer: the answer, cut to what a model may write at all, and what is wrong with it. */
export function buildRepair(task: AgentTask, { text, problems }: FailedAnswer): ModelMessage[] {
  const answer = text.slice(0, charactersOf(task.agent.max_output_tokens)).trim();
  const list = problems.map((problem) => `- ${asMaterial(problem)}`).join('\n');
  const request = `Your answer does not meet the output contract yet.\n\n<feedback source="contract">\n${list}\n</feedback>\n\nSolve every problem listed and keep what was right. ${renderForm(task)}`;
  return [
    // Providers refuse an empty turn.
    { role: 'assistant', content: answer === '' ? '(no text)' : answer },
    { role: 'user', content: request },
  ];
}

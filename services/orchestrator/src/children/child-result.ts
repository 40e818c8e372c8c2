import type { ModelUsage, StartChildWorkflowEffect, TaskOutput, WorkflowState } from '@botarmy/process-engine';

/** What a child used, as one attempt of its parent. */
export function usageOf({ usage }: WorkflowState, processName: string): ModelUsage {
  const { calls, input_tokens, output_tokens, cost_micros, simulated } = usage;
  return { provider: 'sub-process', model: processName, input_tokens, output_tokens, cost_micros, calls, simulated };
}

/** What the document taken over must be like, in the words of the checker. */
export function outputOf({ output }: StartChildWorkflowEffect): TaskOutput {
  const { path, title, required_sections, max_words, values } = output;
  return {
    path,
    title,
    required_sections: [...required_sections],
    max_words,
    ...(values === undefined ? {} : { values: { ...values } }),
  };
}

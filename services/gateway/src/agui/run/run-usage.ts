import type { TokenUsage } from '@ag-ui/core';

import type { WorkflowEventView } from '@botarmy/contracts';

interface Usage {
  readonly provider: string;
  readonly model: string;
  readonly input_tokens: number;
  readonly output_tokens: number;
}

/** Tokens the attempts of a run used, summed by provider and model. */
export class RunUsage {
  private readonly sums = new Map<string, Required<Pick<TokenUsage, 'inputTokens' | 'outputTokens'>> & Usage>();

  take({ data: { usage } }: WorkflowEventView): void {
    if (!isUsage(usage)) return;
    const key = `${usage.provider} ${usage.model}`;
    const { inputTokens = 0, outputTokens = 0 } = this.sums.get(key) ?? {};
    const sum = { inputTokens: inputTokens + usage.input_tokens, outputTokens: outputTokens + usage.output_tokens };
    this.sums.set(key, { ...usage, ...sum });
  }

  list(): TokenUsage[] {
    return [...this.sums.values()].map(({ provider, model, inputTokens, outputTokens }) => {
      return { provider, model, inputTokens, outputTokens, totalTokens: inputTokens + outputTokens };
    });
  }
}

function isUsage(value: unknown): value is Usage {
  if (typeof value !== 'object' || value === null) return false;
  const { provider, model, input_tokens, output_tokens } = value as Record<string, unknown>;
  const areTexts = typeof provider === 'string' && typeof model === 'string';
  return areTexts && typeof input_tokens === 'number' && typeof output_tokens === 'number';
}

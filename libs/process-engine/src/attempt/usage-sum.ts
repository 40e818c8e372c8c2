import type { ModelUsage } from '../model/values';

/** What the model calls of one attempt used so far. */
export class UsageSum {
  private sum: ModelUsage | undefined;

  add(usage: ModelUsage): void {
    const { sum } = this;
    if (sum === undefined) {
      this.sum = { ...usage };
      return;
    }
    this.sum = {
      // The newest call names provider and model: a repair may have gone to another one.
      provider: usage.provider,
      model: usage.model,
      input_tokens: sum.input_tokens + usage.input_tokens,
      output_tokens: sum.output_tokens + usage.output_tokens,
      cost_micros: sum.cost_micros + usage.cost_micros,
      calls: sum.calls + usage.calls,
      simulated: sum.simulated || usage.simulated,
    };
  }

  /** Undefined before the first answer. */
  get total(): ModelUsage | undefined {
    return this.sum;
  }
}

import { Count, Flag, Text } from '../fields';

/** What the model calls of one attempt used. */
export class ModelUsage {
  @Text({ max: 64 }) provider!: string;
  @Text({ max: 128 }) model!: string;
  @Count() input_tokens!: number;
  @Count() output_tokens!: number;
  /** Millionths of a US dollar. */
  @Count() cost_micros!: number;
  @Count() calls!: number;
  /** True when any call was answered by the simulated provider. */
  @Flag() simulated!: boolean;
}

import type { PromptMessage } from '../providers/provider';

/** What a model is asked, whichever it is. */
export interface Prompt {
  readonly messages: readonly PromptMessage[];
  readonly maxOutputTokens: number;
  readonly temperature: number;
  readonly idempotencyKey: string;
}

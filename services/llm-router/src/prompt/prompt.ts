import type {
  OutputFormat,
  PromptMessage,
  ReasoningEffort,
  ToolChoice,
  ToolDefinition,
} from '../providers/prompt-part';

/** What a model is asked, whichever it is. */
export interface Prompt {
  readonly messages: readonly PromptMessage[];
  readonly tools: readonly ToolDefinition[];
  readonly toolChoice?: ToolChoice;
  readonly parallelToolCalls?: boolean;
  readonly output: OutputFormat;
  readonly reasoningEffort?: ReasoningEffort;
  /** Most tokens of the answer's text. */
  readonly maxOutputTokens: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly stop: readonly string[];
  readonly seed?: number;
  readonly idempotencyKey: string;
  /** What happens when an answer breaks off after its first text; `reset` where absent. */
  readonly onBrokenStream?: 'reset' | 'fail';
}

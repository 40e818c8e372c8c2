import type { Turn } from '../prompt/task-prompt';

/** The wire protocols that are spoken. */
export type ProviderName = 'openai' | 'anthropic' | 'google';

/** A model call after its provider's request form was taken off. */
export interface SimulatedCall {
  readonly provider: ProviderName;
  readonly model: string;
  readonly turns: readonly Turn[];
  readonly stream: boolean;
  /** Longest answer in tokens; undefined means no limit. */
  readonly maxOutputTokens: number | undefined;
  readonly stopSequences: readonly string[];
  /** Set when the answer has to be JSON; an empty schema allows any object. */
  readonly jsonSchema: Readonly<Record<string, unknown>> | undefined;
  /** Tools that may be called. */
  readonly tools: readonly SimulatedTool[];
  /** Name of the tool that has to be called, true for any, false for none. */
  readonly mustCall: string | boolean | undefined;
}

/** A tool on offer. */
export interface SimulatedTool {
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** A tool the answer asks to be called; the arguments are JSON text. */
export interface SimulatedToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

/** The whole answer to a call, before it is paced and framed. */
export interface SimulatedAnswer {
  readonly id: string;
  readonly text: string;
  /** The text in the pieces it is streamed in; their number is the output token count. */
  readonly pieces: readonly string[];
  readonly finish: 'stop' | 'length' | 'stop-sequence' | 'tool-calls';
  readonly toolCalls: readonly SimulatedToolCall[];
  /** What is thought before the text; empty for none. */
  readonly reasoning: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Parts of the totals above. */
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  readonly reasoningTokens: number;
  /** True when the answer keeps to itself what it used. */
  readonly hidesUsage: boolean;
  /** Seconds since 1970. */
  readonly createdAt: number;
}

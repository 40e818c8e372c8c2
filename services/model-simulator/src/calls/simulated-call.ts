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
}

/** The whole answer to a call, before it is paced and framed. */
export interface SimulatedAnswer {
  readonly id: string;
  readonly text: string;
  /** The text in the pieces it is streamed in; their number is the output token count. */
  readonly pieces: readonly string[];
  readonly finish: 'stop' | 'length' | 'stop-sequence';
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Seconds since 1970. */
  readonly createdAt: number;
}

import type { FinishReason } from '../provider';

const REASONS: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  length: 'length',
  tool_calls: 'tool_calls',
  function_call: 'tool_calls',
  content_filter: 'content_filter',
};

/** OpenAI's `finish_reason` in the platform's words. */
export function mapFinishReason(raw: string): FinishReason {
  return REASONS[raw] ?? 'other';
}

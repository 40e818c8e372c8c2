import type { FinishReason } from '../provider';

const REASONS: Readonly<Record<string, FinishReason>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool_calls',
  refusal: 'content_filter',
};

/** Anthropic's `stop_reason` in the platform's words. */
export function mapFinishReason(raw: string): FinishReason {
  return REASONS[raw] ?? 'other';
}

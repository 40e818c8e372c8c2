import type { FinishReason } from '../provider';

const REASONS: Readonly<Record<string, FinishReason>> = {
  STOP: 'stop',
  MAX_TOKENS: 'length',
  SAFETY: 'content_filter',
  RECITATION: 'content_filter',
  LANGUAGE: 'content_filter',
  BLOCKLIST: 'content_filter',
  PROHIBITED_CONTENT: 'content_filter',
  SPII: 'content_filter',
};

/** Google's `finishReason`, or the reason a prompt was blocked for, in the platform's words. Calls of tools end with `STOP` too. */
export function mapFinishReason(raw: string, hasToolCalls: boolean): FinishReason {
  return raw === 'STOP' && hasToolCalls ? 'tool_calls' : (REASONS[raw] ?? 'other');
}

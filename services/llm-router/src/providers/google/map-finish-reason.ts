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

/** Google's `finishReason`, or the reason a prompt was blocked for, in the platform's words. */
export function mapFinishReason(raw: string): FinishReason {
  return REASONS[raw] ?? 'other';
}

/** Longest feedback kept with an answer, in UTF-16 code units; longer text is cut. */
export const MAX_FEEDBACK_CHARACTERS = 4_000;
/** Longest failure detail kept in an event; longer text is cut. */
export const MAX_DETAIL_CHARACTERS = 1_000;
/** Messages to one agent that may wait for its next attempt. */
export const MAX_OPEN_GUIDANCE = 20;
/** Longest wait a provider can ask for. */
export const MAX_RETRY_AFTER_MS = 3_600_000;
/** Hand-overs of one attempt after which it counts as failed: what kills its runner again and again must end. */
export const MAX_LEASES_PER_ATTEMPT = 20;
/** Largest typed inputs of a workflow together, as bytes of JSON. */
export const MAX_INPUTS_BYTES = 16_384;
/** Files the orchestrator writes when all stages are done (specification §6.3.1). */
export const METADATA_PATHS = [
  'metadata/workflow_metadata.json',
  'metadata/agent_performance.json',
  'metadata/session_logs.json',
] as const;

/** Cuts a text to at most `limit` UTF-16 code units without splitting a character; a cut shows as an ellipsis. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const kept = text.slice(0, limit - 1);
  const last = kept.charCodeAt(kept.length - 1);
  const endsInHalfACharacter = last >= 0xd800 && last <= 0xdbff;
  return `${endsInHalfACharacter ? kept.slice(0, -1) : kept}…`;
}

import type { AskedCall } from './asked-call';
import type { RefusalDetail } from './refusal-problem';
import type { Reservation } from './reservation';

/** An answer shorter than this is worth no request. */
const SHORTEST_TOKENS = 256;

/** Ids of the accounts of a task's ceiling, and what of a reservation counts in each. */
const UNITS: Readonly<Record<string, (reservation: Reservation) => number | null>> = {
  ceiling: ({ micros }) => micros,
  'ceiling-tokens': ({ tokens }) => tokens,
};

/**
 * The same call with the longest answer that fits into what is left of its task's ceiling. Undefined when that is no worthwhile answer, or
 * when something else refused it.
 */
export function shortenedCall(
  asked: AskedCall,
  { budget_id, limit_micros, spent_micros, reserved_micros }: RefusalDetail,
  reserve: (call: AskedCall) => Reservation,
): AskedCall | undefined {
  const unit = UNITS[budget_id];
  if (unit === undefined || limit_micros === null) return undefined;
  const left = limit_micros - spent_micros - reserved_micros;
  const withOutput = (maxOutputTokens: number): AskedCall => ({
    ...asked,
    prompt: { ...asked.prompt, maxOutputTokens },
  });
  const fits = (tokens: number): boolean => (unit(reserve(withOutput(tokens))) ?? Infinity) <= left;
  let least = Math.min(SHORTEST_TOKENS, asked.prompt.maxOutputTokens);
  let most = asked.prompt.maxOutputTokens;
  if (!fits(least)) return undefined;
  while (most - least > 1) {
    const middle = Math.floor((least + most) / 2);
    if (fits(middle)) least = middle;
    else most = middle;
  }
  return withOutput(least);
}

import { Problem } from '@botarmy/chassis';
import { USAGE_DIMENSIONS } from '@botarmy/contracts';

const DEFAULT_SPAN_MS = 31 * 24 * 3_600_000;

/**
 * The span of time a question means; the last 31 days where it does not say.
 *
 * @throws {Problem} 400 `invalid-span` when it ends before it begins.
 */
export function spanOf({ from, to }: { from?: string; to?: string }, now: Date): { from: Date; to: Date } {
  const end = to === undefined ? new Date(now.getTime() + 1) : new Date(to);
  const start = from === undefined ? new Date(end.getTime() - DEFAULT_SPAN_MS) : new Date(from);
  if (start < end) return { from: start, to: end };
  const detail = 'The span ends before it begins: correct "from" and "to".';
  throw new Problem({ status: 400, code: 'invalid-span', title: 'Invalid span', detail });
}

/**
 * The dimensions a question names.
 *
 * @throws {Problem} 400 `unknown-dimension`.
 */
export function dimensionsOf(names: readonly string[] = []): readonly string[] {
  const unknown = names.filter((name) => !(USAGE_DIMENSIONS as readonly string[]).includes(name));
  if (unknown.length === 0) return [...new Set(names)];
  const detail = `There is no dimension ${unknown.join(', ')}: use ${USAGE_DIMENSIONS.join(', ')}.`;
  throw new Problem({ status: 400, code: 'unknown-dimension', title: 'Unknown dimension', detail });
}

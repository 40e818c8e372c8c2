/** How many buckets a distribution has. */
export const MAGNITUDES = 64;
/** Each bucket reaches this much further than the one before. */
const FACTOR = 1.35;

/** The bucket of a value of at least 0: buckets grow by the same factor, so every value is known to about a sixth. */
export function magnitudeOf(value: number): number {
  return Math.min(MAGNITUDES - 1, Math.floor(Math.log(Math.max(0, value) + 1) / Math.log(FACTOR)));
}

/** A value in the middle of a bucket. */
export function valueOf(magnitude: number): number {
  return magnitude === 0 ? 0 : FACTOR ** (magnitude + 0.5) - 1;
}

/** The value that a share of what was counted does not exceed; undefined when nothing was counted. */
export function quantileOf(counts: readonly number[], share: number): number | undefined {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  let left = share * total;
  for (const [magnitude, count] of counts.entries()) {
    left -= count;
    if (count > 0 && left <= 0) return valueOf(magnitude);
  }
  return valueOf(counts.length - 1);
}

/** The bounds outside which a share of what was counted lies, by whole buckets; undefined when nothing was counted. */
export function bandOf(
  counts: readonly number[],
  outside: number,
): { readonly low: number; readonly likely: number; readonly high: number } | undefined {
  const likely = quantileOf(counts, 0.5);
  const first = magnitudeAt(counts, outside / 2);
  const last = magnitudeAt(counts, 1 - outside / 2);
  if (likely === undefined || first === undefined || last === undefined) return undefined;
  return { low: FACTOR ** first - 1, likely, high: FACTOR ** (last + 1) - 1 };
}

function magnitudeAt(counts: readonly number[], share: number): number | undefined {
  let left = share * counts.reduce((sum, count) => sum + count, 0);
  let found: number | undefined;
  for (const [magnitude, count] of counts.entries()) {
    if (count === 0) continue;
    found = magnitude;
    left -= count;
    if (left <= 0) break;
  }
  return found;
}

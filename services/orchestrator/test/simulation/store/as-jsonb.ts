/** A value as PostgreSQL's jsonb gives it back: keys by length, then by their bytes; absent where it was undefined. */
export function asJsonb(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asJsonb);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => compareKeys(one, other));
  return Object.fromEntries(entries.map(([key, member]) => [key, asJsonb(member)]));
}

function compareKeys(one: string, other: string): number {
  const difference = Buffer.byteLength(one) - Buffer.byteLength(other);
  if (difference !== 0) return difference;
  return one < other ? -1 : 1;
}

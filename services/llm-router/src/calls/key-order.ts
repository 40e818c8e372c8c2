interface Keyed {
  readonly tenant_id: string;
  readonly idempotency_key: string;
}

/** By tenant and key, the same on every machine. */
export function compareKeys(a: Keyed, b: Keyed): number {
  return compare(a.tenant_id, b.tenant_id) || compare(a.idempotency_key, b.idempotency_key);
}

/**
 * Writes a batch in the order of its keys and gives the results back in the order of the items. All replicas lock rows in that
 * one order, so their batches queue instead of locking each other out.
 */
export async function inKeyOrder<TItem extends Keyed, TResult>(
  items: readonly TItem[],
  write: (ordered: readonly TItem[]) => Promise<readonly TResult[]>,
): Promise<TResult[]> {
  const places = items.map((_item, index) => index);
  const itemAt = (place: number): TItem => items[place] as TItem;
  places.sort((a, b) => compareKeys(itemAt(a), itemAt(b)));
  const written = await write(places.map(itemAt));
  const results = new Array<TResult>(items.length);
  for (const [index, place] of places.entries()) results[place] = written[index] as TResult;
  return results;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

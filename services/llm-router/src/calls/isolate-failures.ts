import { isRetryableDatabaseError } from '@botarmy/chassis';

/** Writes a batch; when something in it cannot be written at all, each item alone, so that one spoils none of the others. */
export async function isolateFailures<TItem, TResult>(
  items: readonly TItem[],
  write: (items: readonly TItem[]) => Promise<readonly TResult[]>,
): Promise<(TResult | Error)[]> {
  try {
    return [...(await write(items))];
  } catch (error) {
    if (items.length === 1 || isRetryableDatabaseError(error)) throw error;
  }
  const results: (TResult | Error)[] = [];
  for (const item of items) {
    try {
      results.push(...(await write([item])));
    } catch (error) {
      results.push(error as Error);
    }
  }
  return results;
}

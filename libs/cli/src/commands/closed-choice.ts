import { UsageError } from '../usage-error';

/** The value when it is one of the words; undefined stays undefined. Refuses anything else with the list. */
export function closedChoice<TWord extends string>(
  name: string,
  value: string | undefined,
  words: readonly TWord[],
): TWord | undefined {
  if (value === undefined) return undefined;
  const found = words.find((word) => word === value);
  if (found === undefined) throw new UsageError(`${name} is one of: ${words.join(', ')}.`);
  return found;
}

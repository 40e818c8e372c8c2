/** Does something for every item, a number of them at a time. */
export async function sideBySide<TItem>(
  items: readonly TItem[],
  atATime: number,
  work: (item: TItem) => Promise<void>,
): Promise<void> {
  const waiting = items[Symbol.iterator]();
  const hand = async (): Promise<void> => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: atATime }, hand));
}

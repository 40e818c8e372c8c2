import type { CommandOption, Invocation } from '../tree/command';

/** Options of commands that list. */
export const pageOptions: Readonly<Record<string, CommandOption>> = {
  limit: { type: 'string', value: '<n>', description: 'rows of a page, at most 100' },
  cursor: { type: 'string', value: '<cursor>', description: 'next page, as the page before says' },
};

/** The page as the client takes it. */
export function pageOf({ text, count }: Pick<Invocation, 'text' | 'count'>): { limit?: number; cursor?: string } {
  const limit = count('limit', { min: 1, max: 100 });
  const cursor = text('cursor');
  return { ...(limit === undefined ? {} : { limit }), ...(cursor === undefined ? {} : { cursor }) };
}

/** The line below a page that has another one after it. */
export function nextPageLines(total: number, shown: number, nextCursor: string | null): string[] {
  return nextCursor === null ? [] : ['', `${shown} of ${total}; next page: --cursor ${nextCursor}`];
}

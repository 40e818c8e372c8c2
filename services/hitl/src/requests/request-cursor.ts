import { Problem } from '@botarmy/chassis';

/** The last request of a page; the next page starts after it. */
export interface RequestCursor {
  readonly createdAt: Date;
  readonly requestId: string;
}

const CURSOR = /^(\d{1,15})\.(.+)$/;

/** The cursor as clients carry it. */
export function encodeCursor({ createdAt, requestId }: RequestCursor): string {
  return `${createdAt.getTime()}.${requestId}`;
}

/**
 * Reads a cursor back.
 *
 * @throws {Problem} 400 `cursor-invalid`
 */
export function decodeCursor(text: string): RequestCursor {
  const [, milliseconds, requestId] = CURSOR.exec(text) ?? [];
  if (requestId === undefined) {
    throw new Problem({
      status: 400,
      code: 'cursor-invalid',
      title: 'Unknown page',
      detail: 'Send the "next_cursor" of the page before, unchanged, or none for the first page.',
    });
  }
  return { createdAt: new Date(Number(milliseconds)), requestId };
}

/** Bytes of a whole, both ends included; `all` without a range, `none` when the range names no byte there is. */
export type ByteRange = 'all' | 'none' | { readonly start: number; readonly end: number };

/** What a download's headers ask for. */
export interface RangeHeaders {
  readonly range?: string | undefined;
  readonly 'if-range'?: string | undefined;
}

/**
 * The part of a representation a request wants (RFC 9110 §14). Several ranges, other units and what cannot be read are answered with
 * the whole, as the RFC allows; so is an `If-Range` that names another version.
 */
export function byteRangeOf(headers: RangeHeaders, size: number, etag: string): ByteRange {
  const { range, 'if-range': ifRange } = headers;
  if (range === undefined || (ifRange !== undefined && ifRange.trim() !== etag)) return 'all';
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(range.trim()) ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return 'all';
  if (first === '') return suffix(Number(last), size);
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < start) return 'all';
  return start >= size ? 'none' : { start, end };
}

function suffix(length: number, size: number): ByteRange {
  if (length === 0 || size === 0) return 'none';
  return { start: Math.max(0, size - length), end: size - 1 };
}

/** True when `If-None-Match` names what there is. */
export function isUnchanged(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const names = ifNoneMatch.split(',').map((name) => name.trim().replace(/^W\//, ''));
  return names.includes(etag) || names.includes('*');
}

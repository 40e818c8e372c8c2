import { byteRangeOf, isUnchanged } from './byte-range';

const ETAG = '"abc"';

describe('the range of a download', () => {
  it.each<[string | undefined, ReturnType<typeof byteRangeOf>]>([
    [undefined, 'all'],
    ['bytes=0-9', { start: 0, end: 9 }],
    ['bytes=90-', { start: 90, end: 99 }],
    ['bytes=90-1000', { start: 90, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=-1000', { start: 0, end: 99 }],
    ['bytes=100-', 'none'],
    ['bytes=-0', 'none'],
    ['bytes=9-5', 'all'],
    ['bytes=0-1,5-6', 'all'],
    ['bytes=-', 'all'],
    ['lines=0-1', 'all'],
    ['bytes=a-b', 'all'],
  ])('%s of 100 bytes is %j', (range, wanted) => {
    expect(byteRangeOf({ range }, 100, ETAG)).toEqual(wanted);
  });

  it('counts only while the version is the one the client has', () => {
    const range = 'bytes=0-9';
    expect(byteRangeOf({ range, 'if-range': ETAG }, 100, ETAG)).toEqual({ start: 0, end: 9 });
    expect(byteRangeOf({ range, 'if-range': '"other"' }, 100, ETAG)).toBe('all');
    expect(byteRangeOf({ range, 'if-range': `W/${ETAG}` }, 100, ETAG)).toBe('all');
    expect(byteRangeOf({ range: 'bytes=0-' }, 0, ETAG)).toBe('none');
  });

  it('is not needed for what the client has already', () => {
    expect(isUnchanged('"x", W/"abc"', ETAG)).toBe(true);
    expect(isUnchanged('*', ETAG)).toBe(true);
    expect(isUnchanged('"x"', ETAG)).toBe(false);
    expect(isUnchanged(undefined, ETAG)).toBe(false);
  });
});

import { checkStoreRequest } from './check-store-request';
import { storeRequest } from './store-request.fixture';

const nested = (depth: number): unknown => (depth === 0 ? 'end' : { in: nested(depth - 1) });

describe('a request to store', () => {
  it('yields its content as UTF-8', () => {
    expect(checkStoreRequest(storeRequest({ content: 'größer \u0001\0' })).toString('utf8')).toBe('größer \u0001\0');
  });

  it.each([
    ['a NUL in its name', { name: 'a\0b' }, 'name'],
    ['a NUL in its stage', { stage: '\0' }, 'stage'],
    ['a NUL deep in its metadata', { metadata: { a: [{ b: 'c\0' }] } }, 'metadata.a.0.b'],
    ['a NUL in a key', { metadata: { a: { 'b\0': 1 } } }, 'metadata.a'],
    ['half a surrogate pair in its metadata', { metadata: { a: '\ud800' } }, 'metadata.a'],
    ['half a surrogate pair in its content', { content: 'a\udc00' }, 'content'],
    ['metadata nested too deep', { metadata: { a: nested(40) } }, `metadata.a${'.in'.repeat(19)}`],
    ['an unsafe path', { path: '../a.md' }, 'path'],
  ])('is refused with %s', (_name, changes, path) => {
    const problem = expect.objectContaining({ status: 400, errors: [expect.objectContaining({ path })] });
    expect(() => checkStoreRequest(storeRequest(changes))).toThrow(problem);
  });

  it('names every field that is wrong', () => {
    const request = storeRequest({ name: '\0', stage: '\0' });
    expect(() => checkStoreRequest(request)).toThrow(
      expect.objectContaining({ errors: [{ path: 'name', message: expect.any(String) }, expect.anything()] }),
    );
  });

  it.each([
    ['content of 512 KiB', { content: 'a'.repeat(524_288) }],
    ['content of 512 KiB in four-byte characters', { content: '😀'.repeat(131_072) }],
    ['metadata of 16 KB', { metadata: { a: 'b'.repeat(16_000) } }],
  ])('may carry %s', (_name, changes) => {
    expect(() => checkStoreRequest(storeRequest(changes))).not.toThrow();
  });

  it.each([
    ['content beyond 512 KiB', { content: 'ä'.repeat(262_145) }],
    ['content that no message can carry back', { content: '\u0001'.repeat(200_000) }],
    ['metadata beyond 16 KiB', { metadata: { a: 'b'.repeat(16_384) } }],
  ])('is refused with %s', (_name, changes) => {
    const problem = expect.objectContaining({ status: 413, code: 'artifact-too-large' });
    expect(() => checkStoreRequest(storeRequest(changes))).toThrow(problem);
  });
});

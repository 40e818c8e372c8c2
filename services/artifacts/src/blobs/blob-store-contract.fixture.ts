import { blobDigest } from './blob-digest';
import { BlobMissingError } from './blob-store';
import type { BlobStore } from './blob-store';

/** How the contract suite reaches an implementation. */
export interface BlobStoreUnderTest {
  readonly store: BlobStore;
  /** Makes a blob look as if it had last been put at a moment. */
  age(sha256: string, to: Date): Promise<void>;
  close(): Promise<void>;
}

const bytesOf = (text: string): Buffer => Buffer.from(text, 'utf8');
const LONG_AGO = new Date('2020-01-01T00:00:00Z');
const RECENTLY = new Date(Date.now() - 60_000);

/** What every blob store does; run it on each implementation. */
export function describeBlobStoreContract(name: string, open: () => Promise<BlobStoreUnderTest>): void {
  describe(`${name} as a blob store`, () => {
    let under: BlobStoreUnderTest;
    let store: BlobStore;

    beforeEach(async () => {
      under = await open();
      store = under.store;
    });
    afterEach(() => under.close());

    const put = async (text: string): Promise<string> => {
      const sha256 = blobDigest(bytesOf(text));
      await store.put(sha256, bytesOf(text));
      return sha256;
    };

    it('gives back the bytes that were put', async () => {
      const bytes = Buffer.from([0, 255, 13, 10, 128, 0]);
      const sha256 = blobDigest(bytes);
      await store.put(sha256, bytes);
      expect(await store.get(sha256)).toEqual(bytes);
      expect(await store.has(sha256)).toBe(true);
    });

    it('keeps no bytes at all as well', async () => {
      const sha256 = await put('');
      expect(await store.get(sha256)).toHaveLength(0);
    });

    it('says when nothing is there', async () => {
      const sha256 = blobDigest(bytesOf('never put'));
      expect(await store.has(sha256)).toBe(false);
      await expect(store.get(sha256)).rejects.toBeInstanceOf(BlobMissingError);
    });

    it('refuses bytes under the name of others', async () => {
      const sha256 = blobDigest(bytesOf('one'));
      await expect(store.put(sha256, bytesOf('other'))).rejects.toThrow('do not hash to the name');
      expect(await store.has(sha256)).toBe(false);
    });

    it.each(['', '../../etc/passwd', 'A'.repeat(64), 'a'.repeat(63), `${'a'.repeat(64)}/`])(
      'takes nothing but a digest for a name: "%s"',
      async (name) => {
        await expect(store.put(name, bytesOf('x'))).rejects.toThrow('64 lower-case hexadecimal digits');
        await expect(store.get(name)).rejects.toThrow('64 lower-case hexadecimal digits');
        await expect(store.has(name)).rejects.toThrow('64 lower-case hexadecimal digits');
      },
    );

    it('takes the same bytes from many at once', async () => {
      const names = await Promise.all(Array.from({ length: 20 }, () => put('shared')));
      expect(new Set(names).size).toBe(1);
      expect((await store.get(names[0] ?? '')).toString()).toBe('shared');
    });

    it('lists what nobody has put for a while, page by page in order', async () => {
      const names = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(put));
      await Promise.all(names.map((sha256) => under.age(sha256, LONG_AGO)));
      const young = await put('young');
      const listed: string[] = [];
      let after: string | undefined;
      do {
        const page = await store.listUntouchedSince(RECENTLY, { after, limit: 3 });
        expect(page.sha256s.length).toBeLessThanOrEqual(3);
        listed.push(...page.sha256s);
        after = page.next;
      } while (after !== undefined);
      expect(listed).toEqual([...names].sort());
      expect(listed).not.toContain(young);
    });

    it('counts a repeated put as touching', async () => {
      const sha256 = await put('touched');
      await under.age(sha256, LONG_AGO);
      await put('touched');
      expect((await store.listUntouchedSince(RECENTLY, { limit: 10 })).sha256s).toEqual([]);
      expect(await store.removeUnlessTouched(sha256, RECENTLY)).toBe(false);
      expect(await store.has(sha256)).toBe(true);
    });

    it('removes what nobody touched, once', async () => {
      const sha256 = await put('untouched');
      await under.age(sha256, LONG_AGO);
      expect(await store.removeUnlessTouched(sha256, RECENTLY)).toBe(true);
      expect(await store.has(sha256)).toBe(false);
      expect(await store.removeUnlessTouched(sha256, RECENTLY)).toBe(false);
    });

    it('never loses a put to a removal at the same time', async () => {
      for (let round = 0; round < 50; round += 1) {
        const sha256 = await put('contended');
        await under.age(sha256, LONG_AGO);
        const removals = [store.removeUnlessTouched(sha256, RECENTLY), store.removeUnlessTouched(sha256, RECENTLY)];
        await Promise.all([...removals, put('contended'), store.tidy(RECENTLY)]);
        expect((await store.get(sha256)).toString()).toBe('contended');
      }
    });

    it('can be checked', async () => {
      await expect(store.check()).resolves.toBeUndefined();
    });
  });
}

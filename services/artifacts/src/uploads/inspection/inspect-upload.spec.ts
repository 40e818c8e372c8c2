import { gzipBomb, gzipOf, withEntryName, withHeaders, zipBomb, zipOf } from './archives.fixture';
import { inspectUpload } from './inspect-upload';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const PNG = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]),
  bytes('IHDR'),
  Buffer.alloc(64),
]);
const DOCX = zipOf({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<w/>' });
const XLSX = zipOf({ '[Content_Types].xml': '<Types/>', 'xl/workbook.xml': '<w/>' });

describe('looking into an upload', () => {
  it.each<[string, string, Buffer, string]>([
    ['a.md', 'text/markdown', bytes('# A'), 'markdown'],
    ['a.MD', 'text/plain; charset=utf-8', bytes('# A'), 'markdown'],
    ['empty.txt', '', bytes(''), 'text'],
    ['starts-like-a-bitmap.txt', 'text/plain', bytes('BM is how this begins'), 'text'],
    ['html.md', 'text/markdown', bytes('<script>alert(1)</script>'), 'markdown'],
    ['a.csv', 'application/vnd.ms-excel', bytes('a,b\n1,2\n'), 'csv'],
    ['a.json', 'application/json', bytes('{}'), 'json'],
    ['a.yml', 'application/octet-stream', bytes('a: 1'), 'yaml'],
    ['a.pdf', 'application/pdf', bytes('%PDF-1.4\n%\xe2\xe3'), 'pdf'],
    ['a.docx', '', DOCX, 'docx'],
    ['a.xlsx', 'application/octet-stream', XLSX, 'xlsx'],
    ['a.zip', 'application/zip', zipOf({ 'a/b.txt': 'text', 'a/': '' }), 'zip'],
    ['a.gz', 'application/gzip', gzipOf('text'), 'gzip'],
    ['one-inside.zip', '', zipOf({ 'inner.zip': zipOf({ 'a.txt': 'a' }) }), 'zip'],
  ])('takes %s sent as "%s"', async (name, stated, content, kind) => {
    expect((await inspectUpload(name, stated, content)).kind).toBe(kind);
  });

  it.each<[string, string, Buffer, string, RegExp]>([
    ['program.exe', '', bytes('MZ'), 'not-allowed', /no known extension/],
    ['no-extension', 'text/plain', bytes('a'), 'not-allowed', /no known extension/],
    ['picture.md', 'text/markdown', PNG, 'mismatch', /image\/png/],
    ['binary.txt', '', Buffer.from([0, 1, 2, 3]), 'mismatch', /no known type/],
    ['half-a-character.txt', '', Buffer.from([0x41, 0xc3]), 'mismatch', /no known type/],
    ['text.pdf', '', bytes('just text'), 'mismatch', /text/],
    ['document.txt', '', bytes('%PDF-1.4 all letters'), 'mismatch', /pdf/],
    ['a.md', 'application/pdf', bytes('# A'), 'mismatch', /sent as another type/],
    ['a.md', 'text/html', bytes('# A'), 'mismatch', /sent as another type/],
    ['archive.md', '', zipOf({ a: 'a' }), 'mismatch', /zip/],
    ['archive.docx', '', zipOf({ 'a.txt': 'a' }), 'mismatch', /no docx/],
    ['sheet.docx', '', XLSX, 'mismatch', /no docx/],
    ['packed.zip', '', gzipOf('a'), 'mismatch', /gzip/],
  ])('refuses %s sent as "%s"', async (name, stated, content, reason, found) => {
    await expect(inspectUpload(name, stated, content)).rejects.toMatchObject({
      name: 'TypeRefused',
      reason,
      found: expect.stringMatching(found) as string,
    });
  });

  const many = Object.fromEntries(Array.from({ length: 2_001 }, (_, index) => [`${index}.txt`, '']));
  const twins = zipOf({ 'a.txt': 'same', 'b.txt': 'same' });
  const link = (header: Buffer): void => {
    header.writeUInt16LE((3 << 8) | 20, 4);
    header.writeUInt32LE((0o120_777 << 16) >>> 0, 38);
  };
  it.each<[string, () => Buffer, string]>([
    [
      'a name that climbs out',
      () => withEntryName(zipOf({ 'aaaaaaa.txt': 'x' }), 'aaaaaaa.txt', '../../x.txt'),
      'archive-unsafe',
    ],
    [
      'an absolute name',
      () => withEntryName(zipOf({ 'aaaaaaa.txt': 'x' }), 'aaaaaaa.txt', '/etc/passwd'),
      'archive-unsafe',
    ],
    [
      'a name of another system',
      () => withEntryName(zipOf({ 'aaaaaaa.txt': 'x' }), 'aaaaaaa.txt', 'C:\\win.inis'),
      'archive-unsafe',
    ],
    [
      'backslashes that climb out',
      () => withEntryName(zipOf({ 'aaaaaaa.txt': 'x' }), 'aaaaaaa.txt', '..\\..\\x.tx'.padEnd(11, 't')),
      'archive-unsafe',
    ],
    ['a name that is too long', () => zipOf({ [`${'x'.repeat(300)}.txt`]: 'x' }), 'archive-unsafe'],
    ['a link', () => withHeaders(zipOf({ 'a.txt': '/etc/passwd' }), link), 'archive-unsafe'],
    [
      'a password',
      () => withHeaders(zipOf({ 'a.txt': 'x' }), (header) => header.writeUInt16LE(1, 8)),
      'archive-encrypted',
    ],
    ['entries that share bytes', () => withHeaders(twins, (header) => header.writeUInt32LE(0, 42)), 'archive-unsafe'],
    [
      'a size that lies',
      () => withHeaders(zipOf({ 'a.txt': 'x'.repeat(9_000) }), (header) => header.writeUInt32LE(10, 24)),
      'archive-unsafe',
    ],
    ['too many entries', () => zipOf(many), 'archive-too-large'],
    ['an entry that grows without bound', () => zipBomb(64), 'archive-too-large'],
    [
      'many entries that grow',
      () => zipOf(Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`${at}`, new Uint8Array(1_500_000)]))),
      'archive-too-large',
    ],
    ['a bomb inside', () => zipOf({ 'inner.zip': zipBomb(32) }), 'archive-too-large'],
    ['three archives deep', () => zipOf({ 'a.bin': zipOf({ 'b.bin': zipOf({ 'c.txt': 'c' }) }) }), 'archive-nested'],
    ['half an archive', () => zipOf({ 'a.txt': 'x'.repeat(500) }).subarray(0, 40), 'archive-broken'],
  ])('refuses a ZIP archive with %s', async (_name, make, fault) => {
    await expect(inspectUpload('a.zip', '', make())).rejects.toMatchObject({ name: 'ArchiveRefused', fault });
  });

  it.each<[string, () => Buffer, string]>([
    ['that grows without bound', () => gzipBomb(64), 'archive-too-large'],
    ['that is cut', () => gzipOf('x'.repeat(5_000)).subarray(0, 30), 'archive-broken'],
    [
      'with a dangerous archive inside',
      () => gzipOf(withEntryName(zipOf({ 'aaaa.txt': 'x' }), 'aaaa.txt', '../x.txt')),
      'archive-unsafe',
    ],
  ])('refuses a gzip file %s', async (_name, make, fault) => {
    await expect(inspectUpload('a.gz', '', make())).rejects.toMatchObject({ name: 'ArchiveRefused', fault });
  });

  it('keeps little of a bomb in memory', async () => {
    const bomb = zipBomb(900);
    expect(bomb.length).toBeLessThan(1_048_576);
    const before = process.memoryUsage();
    await expect(inspectUpload('a.zip', '', bomb)).rejects.toMatchObject({ fault: 'archive-too-large' });
    const after = process.memoryUsage();
    expect(after.heapUsed + after.external - before.heapUsed - before.external).toBeLessThan(50 * 1_048_576);
  });
});

import { neutralName } from './neutral-name';

describe('the name of an upload', () => {
  it.each([
    ['brief.md', 'brief.md'],
    ['Größe und Übersicht.pdf', 'Größe und Übersicht.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\windows\\win.ini', 'win.ini'],
    ['C:\\Users\\a\\plan.docx', 'plan.docx'],
    ['%2e%2e%2f%2e%2e%2fetc%2fpasswd', 'passwd'],
    ['..%252f..%252fetc%252fpasswd', 'passwd'],
    ['a／b∕c⁄d.txt', 'd.txt'],
    ['x\r\nSet-Cookie: a=b', 'x__Set-Cookie_ a=b'],
    ['evil\0.md', 'evil_.md'],
    ['plan%00.md', 'plan_.md'],
    ['gpj.\u202Eexe.md', 'gpj._exe.md'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['.htaccess', 'htaccess'],
    ['-rf', 'rf'],
    ['...', 'upload'],
    ['', 'upload'],
    ['folder/', 'folder'],
    ['trailing. . ', 'trailing'],
    ['a\uD800b.md', 'a\uFFFDb.md'],
    ['"quoted"<b>.md', '_quoted__b_.md'],
  ])('%j becomes %j', (sent, shown) => {
    expect(neutralName(sent)).toBe(shown);
  });

  it('is at most 200 bytes long and keeps its extension', () => {
    const long = neutralName(`${'ä'.repeat(500)}.docx`);
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(200);
    expect(long).toMatch(/^ä+\.docx$/);
    expect(Buffer.byteLength(neutralName('x'.repeat(1_000)))).toBe(200);
  });

  it('stays what it is when it is made harmless again', () => {
    for (const sent of ['../a b.md', 'CON', '%2e%2e%2fx', 'x'.repeat(400)]) {
      expect(neutralName(neutralName(sent))).toBe(neutralName(sent));
    }
  });
});

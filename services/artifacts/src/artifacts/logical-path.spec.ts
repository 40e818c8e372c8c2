import { assertLogicalPath, pathProblem } from './logical-path';

describe('a logical path', () => {
  it.each([
    'requirements.md',
    'project_brief.md',
    'metadata/session_logs.json',
    'modules/billing/v1.2/test-plan.md',
    'README',
    'Console.md',
    'a'.repeat(255),
  ])('may be %s', (path) => {
    expect(pathProblem(path)).toBeUndefined();
    expect(() => assertLogicalPath(path)).not.toThrow();
  });

  it.each([
    ['nothing', ''],
    ['an absolute path', '/etc/passwd'],
    ['a parent', '..'],
    ['a leading parent', '../secrets.md'],
    ['a parent in the middle', 'metadata/../../secrets.md'],
    ['a trailing parent', 'metadata/..'],
    ['four dots', '..../secrets.md'],
    ['the folder itself', './requirements.md'],
    ['a hidden file', '.env'],
    ['a hidden folder', '.git/config'],
    ['an empty segment', 'metadata//session_logs.json'],
    ['a trailing slash', 'metadata/'],
    ['a backslash', 'metadata\\session_logs.json'],
    ['parents with backslashes', '..\\..\\windows\\system32'],
    ['a drive', 'C:/windows/win.ini'],
    ['a drive without a slash', 'C:secrets.md'],
    ['a share', '//server/share/a.md'],
    ['a NUL', 'requirements.md\0.png'],
    ['a line break', 'a\r\nSet-Cookie: b=c'],
    ['a tabulator', 'a\tb.md'],
    ['DEL', 'a\u007f.md'],
    ['a C1 control', 'a\u0085.md'],
    ['an escaped slash', '..%2fsecrets.md'],
    ['escaped dots', '%2e%2e/secrets.md'],
    ['twice escaped dots', '..%252fsecrets.md'],
    ['an overlong escape', '..%c0%afsecrets.md'],
    ['a full-width slash', '..\uff0fsecrets.md'],
    ['a division slash', '..\u2215secrets.md'],
    ['full-width dots', '\uff0e\uff0e/secrets.md'],
    ['a two-dot leader', '\u2025/secrets.md'],
    ['a right-to-left override', 'a\u202edm.exe'],
    ['a home folder', '~/secrets.md'],
    ['a variable', '$HOME/secrets.md'],
    ['a command', '$(rm -rf /).md'],
    ['an option', '-rf'],
    ['a blank', 'my plan.md'],
    ['a stream', 'a.md::$DATA'],
    ['a device', 'CON'],
    ['a device in lower case', 'nul'],
    ['a device with an extension', 'Aux.md'],
    ['a device with two extensions', 'lpt1.tar.gz'],
    ['a device as a folder', 'metadata/com9/a.md'],
    ['a trailing dot', 'requirements.md.'],
    ['a folder with a trailing dot', 'metadata./a.md'],
    ['256 bytes', 'a'.repeat(256)],
    ['255 characters of two bytes', 'ä'.repeat(255)],
  ])('is not %s', (_name, path) => {
    expect(pathProblem(path)).toEqual(expect.any(String));
    expect(() => assertLogicalPath(path)).toThrow(
      expect.objectContaining({
        status: 400,
        code: 'validation-failed',
        errors: [expect.objectContaining({ path: 'path' })],
      }),
    );
  });
});

interface Entry {
  path: string;
  name: string;
  integrity?: string;
  resolved?: string;
  hasInstallScript?: boolean;
  license?: string;
}
type Policy = { licences: string[]; licenceExceptions: Record<string, string> };

const locks = require('./lock-entries.mjs') as {
  lockEntries(lock: object): Entry[];
  withoutIntegrity(entries: Entry[]): string[];
  fromForeignHost(entries: Entry[], hosts: string[]): string[];
  unknownInstallScripts(entries: Entry[], reasons: Record<string, string>): string[];
  unusedInstallScripts(entries: Entry[], reasons: Record<string, string>): string[];
};
const { isAllowedLicence, refusedLicences } = require('./licences.mjs') as {
  isAllowedLicence(expression: string, allowed: string[]): boolean;
  refusedLicences(entries: Entry[], policy: Policy, readManifest: (path: string) => object | undefined): string[];
};
const { readAudit } = require('./vulnerabilities.mjs') as {
  readAudit(output: string): { checked: boolean; problems: string[] };
};

const entry = (more: Partial<Entry> = {}): Entry => ({
  path: 'node_modules/left',
  name: 'left',
  integrity: 'sha512-abc',
  license: 'MIT',
  ...more,
});

describe('a lock file', () => {
  it('is read without workspaces and links', () => {
    const packages = {
      '': {},
      'libs/a': {},
      'node_modules/@botarmy/a': { link: true },
      'node_modules/x/node_modules/@s/y': { version: '1' },
    };
    expect(locks.lockEntries({ packages }).map(({ name }) => name)).toEqual(['@s/y']);
  });

  it('is refused when an entry has no integrity', () => {
    expect(locks.withoutIntegrity([entry({ integrity: undefined })])).toHaveLength(1);
    expect(locks.withoutIntegrity([entry({ integrity: 'sha1-abc' })])).toHaveLength(1);
    expect(locks.withoutIntegrity([entry()])).toEqual([]);
  });

  it.each([
    ['https://registry.npmjs.org/left/-/left-1.0.0.tgz', 0],
    [undefined, 0],
    ['http://registry.npmjs.org/left/-/left-1.0.0.tgz', 1],
    ['https://registry.npmjs.org.example.com/left.tgz', 1],
    ['https://user@registry.npmjs.org/left.tgz', 1],
    ['git+ssh://git@github.com/left/left.git', 1],
    ['file:../left', 1],
  ])('that resolves to %s has %i foreign hosts', (resolved, count) => {
    expect(locks.fromForeignHost([entry({ resolved })], ['registry.npmjs.org'])).toHaveLength(count);
  });

  it('is refused when a package runs an install script without a reason on record', () => {
    const runs = entry({ hasInstallScript: true });
    expect(locks.unknownInstallScripts([runs], {})).toHaveLength(1);
    expect(locks.unknownInstallScripts([runs], { left: 'why' })).toEqual([]);
    expect(locks.unknownInstallScripts([{ ...runs, name: '@s/a' }], { '@s/*': 'why' })).toEqual([]);
    expect(locks.unusedInstallScripts([entry()], { left: 'why' })).toHaveLength(1);
  });
});

describe('a licence', () => {
  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0-only)', true],
    ['MIT AND ISC', true],
    ['MIT and ISC', true],
    ['MIT AND GPL-3.0-only', false],
    ['(GPL-2.0 OR (MIT AND ISC))', true],
    ['GPL-3.0-only', false],
    ['SEE LICENSE IN LICENSE.md', false],
  ])('%s is allowed: %s', (expression, allowed) => {
    expect(isAllowedLicence(expression, ['MIT', 'ISC'])).toBe(allowed);
  });

  const policy = { licences: ['MIT'], licenceExceptions: { left: 'EPL-2.0: why' } };
  it('is refused when it is foreign or absent, and excepted by name and licence', () => {
    const none = () => undefined;
    expect(refusedLicences([entry({ license: 'GPL-3.0-only' })], policy, none)).toHaveLength(1);
    expect(refusedLicences([entry({ license: undefined })], policy, none)).toHaveLength(1);
    expect(refusedLicences([entry({ license: 'EPL-2.0' })], policy, none)).toEqual([]);
    expect(refusedLicences([entry({ license: undefined })], policy, () => ({ license: 'MIT' }))).toEqual([]);
  });
});

describe('the audit', () => {
  it('counts as not checked when the registry does not answer', () => {
    expect(readAudit('').checked).toBe(false);
    expect(readAudit('{"message":"404 Not Found"}').checked).toBe(false);
  });

  it('fails on high and critical vulnerabilities alone', () => {
    const found = (severity: string) => ({ name: severity, severity, range: '<2' });
    const vulnerabilities = { a: found('high'), b: found('moderate'), c: found('critical') };
    expect(readAudit(JSON.stringify({ vulnerabilities }))).toEqual({
      checked: true,
      problems: ['high <2: high vulnerability', 'critical <2: critical vulnerability'],
    });
  });
});

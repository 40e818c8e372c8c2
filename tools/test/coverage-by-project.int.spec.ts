import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

interface Coverage {
  path: string;
  covered: number;
  total: number;
  percent: number;
}
const { coverageByProject, judgeCoverage } = require('./coverage-by-project.mjs') as {
  coverageByProject(files: string[], root: string): Coverage[];
  judgeCoverage(projects: Coverage[]): { lines: string[]; failed: string[] };
};

describe('coverage by project', () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'botarmy-coverage-'));
    for (const project of ['libs/good', 'libs/poor', 'libs/unmeasured', 'services/good']) {
      write(`${project}/package.json`, '{}');
      write(`${project}/src/a.ts`, '');
    }
    write('libs/empty/package.json', '{}');
    write(
      'first.json',
      coverage({
        'libs/good/src/a.ts': ran(50, 0, 50),
        'libs/good/src/b.ts': ran(50, 0, 20),
        'libs/poor/src/a.ts': ran(100, 0, 79),
      }),
    );
    write('second.json', coverage({ 'libs/good/src/b.ts': ran(50, 10, 30), 'services/good/src/a.ts': ran(10, 0, 10) }));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }

  /** How often each of `total` lines was run: once from line `from` up to line `to`. */
  function ran(total: number, from: number, to: number): number[] {
    return Array.from({ length: total }, (_, line) => (line >= from && line < to ? 1 : 0));
  }

  function coverage(files: Record<string, number[]>): string {
    const entries = Object.entries(files).map(([file, counts]) => {
      const place = (line: number): object => ({ start: { line, column: 0 }, end: { line, column: 9 } });
      const statementMap = Object.fromEntries(counts.map((_, index) => [index, place(index + 1)]));
      const path = join(root, file);
      return [path, { path, statementMap, s: { ...counts }, fnMap: {}, f: {}, branchMap: {}, b: {} }];
    });
    return JSON.stringify(Object.fromEntries(entries));
  }

  it('adds up the lines that any run covered per project and fails those under the limit or without figures', () => {
    const projects = coverageByProject(
      ['first.json', 'second.json', 'absent.json'].map((name) => join(root, name)),
      root,
    );
    expect(projects.map(({ path, percent }) => [path, percent])).toEqual([
      ['libs/good', 80],
      ['libs/poor', 79],
      ['libs/unmeasured', 0],
      ['services/good', 100],
    ]);
    expect(judgeCoverage(projects).failed).toEqual(['libs/poor', 'libs/unmeasured']);
  });
});

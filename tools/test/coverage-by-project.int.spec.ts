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
    const lines = (total: number, covered: number): object => ({ lines: { total, covered } });
    write(
      'summary.json',
      JSON.stringify({
        total: lines(1000, 1000),
        [join(root, 'libs/good/src/a.ts')]: lines(50, 50),
        [join(root, 'libs/good/src/b.ts')]: lines(50, 30),
        [join(root, 'libs/poor/src/a.ts')]: lines(100, 79),
        [join(root, 'services/good/src/a.ts')]: lines(10, 10),
      }),
    );
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }

  it('adds up lines per project and fails those under the limit or without figures', () => {
    const projects = coverageByProject([join(root, 'summary.json'), join(root, 'absent.json')], root);
    expect(projects.map(({ path, percent }) => [path, percent])).toEqual([
      ['libs/good', 80],
      ['libs/poor', 79],
      ['libs/unmeasured', 0],
      ['services/good', 100],
    ]);
    expect(judgeCoverage(projects).failed).toEqual(['libs/poor', 'libs/unmeasured']);
  });
});

/** Line coverage per project from the `coverage-final.json` files of several runs of Jest, added up. */
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

import istanbul from 'istanbul-lib-coverage';

import { listFiles, workspaceRoot } from '../workspace/files.mjs';
import { listProjects } from '../workspace/projects.mjs';

/** The share of executable lines, in percent, below which a project fails. */
export const leastLines = 80;

/** What counts: hand-written code. Entry points only start what is measured, and `index.ts` of a library only re-exports. */
export const notCounted = [
  '**/*.spec.ts',
  '**/*.fixture.ts',
  '**/*.d.ts',
  '**/generated/**',
  '**/src/main.ts',
  'libs/*/src/index.ts',
];

/** `[file, { total, covered }]` per file that any of the runs measured; a line counts as covered when one of them ran it. */
function addUp(coverageFiles) {
  const map = istanbul.createCoverageMap({});
  for (const file of coverageFiles.filter(existsSync)) map.merge(JSON.parse(readFileSync(file, 'utf8')));
  return map.files().map((file) => [file, map.fileCoverageFor(file).toSummary().lines]);
}

/**
 * `coverageFiles` are absolute paths. Returns `{ path, covered, total, percent }` per project that has sources; `total` is 0 for a project
 * of which nothing was measured.
 */
export function coverageByProject(coverageFiles, root = workspaceRoot) {
  const files = addUp(coverageFiles);
  return listProjects(root)
    .filter(({ path }) =>
      listFiles(`${root}/${path}/src`).some((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts')),
    )
    .map(({ path }) => {
      const own = files.filter(([file]) => relative(root, file).replaceAll('\\', '/').startsWith(`${path}/`));
      const total = own.reduce((sum, [, lines]) => sum + lines.total, 0);
      const covered = own.reduce((sum, [, lines]) => sum + lines.covered, 0);
      return { path, covered, total, percent: total === 0 ? 0 : (100 * covered) / total };
    });
}

/** One line per project, and the projects below the limit. */
export function judgeCoverage(projects, limit = leastLines) {
  const lines = projects.map(({ path, covered, total, percent }) => {
    const verdict = percent >= limit ? 'ok  ' : 'FAIL';
    return `${verdict} ${percent.toFixed(1).padStart(6)} %  ${path} (${covered} of ${total} lines)`;
  });
  return { lines, failed: projects.filter(({ percent }) => percent < limit).map(({ path }) => path) };
}

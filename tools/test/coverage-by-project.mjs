/** Line coverage per project from Jest's `coverage-summary.json` files. */
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

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

function readSummary(file) {
  return existsSync(file) ? Object.entries(JSON.parse(readFileSync(file, 'utf8'))) : [];
}

/**
 * `summaryFiles` are absolute paths. Returns `{ path, covered, total, percent }` per project that has sources; `total` is 0 for a project
 * of which nothing was measured.
 */
export function coverageByProject(summaryFiles, root = workspaceRoot) {
  const files = summaryFiles.flatMap(readSummary).filter(([file]) => file !== 'total');
  return listProjects(root)
    .filter(({ path }) =>
      listFiles(`${root}/${path}/src`).some((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts')),
    )
    .map(({ path }) => {
      const own = files.filter(([file]) => relative(root, file).replaceAll('\\', '/').startsWith(`${path}/`));
      const total = own.reduce((sum, [, { lines }]) => sum + lines.total, 0);
      const covered = own.reduce((sum, [, { lines }]) => sum + lines.covered, 0);
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
